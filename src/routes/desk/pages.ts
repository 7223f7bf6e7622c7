import type { Context } from "hono";
import { readUpTo } from "../../http/body.ts";
import { cacheHeaders } from "../../http/caching.ts";
import { LIMITS } from "../../model/limits.ts";
import type { Person } from "../../model/people.ts";
import { isTimeZone } from "../../model/profile.ts";
import { type DeskContext, deskContext } from "../../render/desk/context.ts";
import { renderNotice } from "../../render/desk/layout.tsx";
import type { DeskWords } from "../../render/desk/words.ts";
import { settingsOf } from "../../settings.ts";
import { privatePage } from "../serve.ts";
import { siteIn } from "../site.ts";
import { PERIOD_S } from "../visitor.ts";
import type { DeskEnv } from "./session.ts";

// What the pages of the desk are made with.

type DeskHono = Context<DeskEnv>;

let files: Promise<{ style: string; script: string }> | null = null;

/** The paths of what the pages load, as they were built. */
async function filesOf(c: DeskHono): Promise<{ style: string; script: string }> {
  files ??= readManifest(c).catch((error) => {
    files = null; // asked for again
    throw error;
  });
  return files;
}

async function readManifest({ env }: DeskHono): Promise<{ style: string; script: string }> {
  const answer = await env.ASSETS?.fetch(`${settingsOf(env).url}/assets/desk/manifest.json`);
  if (!answer?.ok) throw new Error("the desk's files were not built: scripts/build-desk.ts");
  const manifest = await answer.json<Record<string, string>>();
  return { style: manifest["desk.css"] ?? "", script: manifest["desk.js"] ?? "" };
}

/** What a page of the desk needs. */
export async function contextOf(c: DeskHono): Promise<DeskContext> {
  const person: Person | null = c.get("session")?.person ?? null;
  const accepted = c.req.header("accept-language") ?? "";
  return deskContext(await siteIn(c), person, await filesOf(c), Date.now(), accepted);
}

/** A page of the desk: nobody keeps it, and nobody finds it. */
export function page(html: string, status = 200): Response {
  const response = privatePage(html, status);
  response.headers.set("X-Robots-Tag", "noindex");
  return response;
}

/** A page that says one thing. */
export async function messagePage(
  c: DeskHono,
  status: number,
  error: keyof DeskWords["errors"],
): Promise<Response> {
  const context = await contextOf(c);
  const response = page(renderNotice(context, context.words.errors[error]), status);
  if (status === 429) response.headers.set("Retry-After", PERIOD_S);
  return response;
}

/** An answer to a script. */
export function answer(value: object, status = 200, cookie?: string): Response {
  const headers = { ...cacheHeaders("none"), ...(cookie && { "Set-Cookie": cookie }) };
  return Response.json(value, { status, headers });
}

/** The fields of a form, with its files; null where it cannot be read or is too long. */
export async function formOf(c: DeskHono): Promise<FormData | null> {
  const { body, headers } = c.req.raw;
  const type = headers.get("content-type") ?? "";
  if (!body || !/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return null;
  const bytes = await readUpTo(body, LIMITS.pictureBytes + 2 * LIMITS.bodyBytes);
  if (!bytes) return null;
  return new Response(bytes, { headers: { "Content-Type": type } }).formData().catch(() => null);
}

/** A field of a form, as text. */
export function field(form: FormData | null, name: string): string {
  const value = form?.get(name);
  return typeof value === "string" ? value : "";
}

/** The zone that the times of a form are meant in: the publication's, as it was when the form was made. */
export async function zoneOf(c: DeskHono, form: FormData | null): Promise<string> {
  const said = field(form, "zone");
  return isTimeZone(said) ? said : (await siteIn(c)).timeZone;
}

/** The JSON of a script's request; null where it is none, or too long. */
export async function jsonOf<T>(c: DeskHono): Promise<T | null> {
  const { body } = c.req.raw;
  const bytes = body && (await readUpTo(body, LIMITS.requestBytes));
  if (!bytes) return null;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  } catch {
    return null; // the caller says so
  }
}
