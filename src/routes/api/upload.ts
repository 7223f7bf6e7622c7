import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { peek, readUpTo } from "../../http/body.ts";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { ascii, UnreadableFile } from "../../media/bytes.ts";
import { keepPicture, keepSound, keepText } from "../../media/keep.ts";
import { readPicture, UnknownType } from "../../media/picture.ts";
import { soundTypeOf, TELLING_BYTES } from "../../media/sound.ts";
import { LIMITS } from "../../model/limits.ts";
import type { FileFacts } from "../../model/media.ts";
import { settingsOf } from "../../settings.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, SECURITY } from "./describe.ts";
import { line } from "./fields.ts";
import { Media, TAKEN } from "./media.ts";

const FORM = "multipart/form-data";

const said = z.strictObject({
  name: line(LIMITS.name).optional(),
  alt: line(LIMITS.alt).optional().openapi({ description: "What it shows." }),
  credit: line(LIMITS.name).optional().openapi({ description: "Whose it is." }),
});

const bytesOf = z.string().openapi({ format: "binary" });
const upload = createRoute({
  method: "post",
  path: "/media",
  summary: "Bring a picture, sound, or what is said in it",
  description: `Its bytes are the body, or the field \`file\` of a form of at most ${LIMITS.pictureBytes} bytes. JPEG, PNG, GIF, WebP or AVIF of at most ${LIMITS.pictureBytes} bytes and ${LIMITS.picturePixels} pixels; MP3, M4A or Ogg of at most ${LIMITS.soundBytes} bytes, with \`Content-Length\`; WebVTT of at most ${LIMITS.vttBytes} bytes. What the bytes say counts. Where a picture was taken and by whom is left out of what is kept. The same bytes again are the same file (200).`,
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: {
    query: said,
    body: {
      required: true,
      content: {
        ...Object.fromEntries(TAKEN.map((type) => [type, { schema: bytesOf }])),
        [FORM]: { schema: z.object({ file: bytesOf }) },
      },
    },
  },
  responses: answers(
    {
      201: { description: "Kept; `Location` names it", ...json(Media) },
      200: { description: "It was here already", ...json(Media) },
    },
    ...([400, 411, 413, 415, 422, 503] as const),
  ),
});

/** The one route that brings bytes. */
export function uploadRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openAPIRegistry.registerPath(upload);
  api.post("/media", needs("write"), async (c) => {
    const query = said.safeParse(c.req.query());
    if (!query.success) {
      const errors = query.error.issues.map(({ path, message }) => ({
        pointer: path.join("."),
        detail: message,
      }));
      return problemResponse({ status: 422, detail: "Some fields are not as they should be.", errors });
    }
    const { name, alt = "", credit = "" } = query.data;
    using desk = await newsroomOf(c.env).media();
    const outcome = await brought(c, async (facts, called) =>
      desk.add({ ...facts, name: name ?? called, alt, credit }),
    );
    if (outcome instanceof Response) return outcome;
    if (outcome.kind === "leaving") {
      const detail = "This very file is being removed at this moment; bring it again.";
      return problemResponse({ status: 503, detail }, { "Retry-After": "1" });
    }
    const { isNew, view } = outcome;
    const headers = {
      ...cacheHeaders("api"),
      ...(isNew && { Location: `${settingsOf(c.env).url}/api/media/${view.id}` }),
    };
    return c.json(view, isNew ? 201 : 200, headers);
  });
}

/**
 * Keeps what a request brings, or says why it cannot.
 *
 * @param note has the newsroom note it, with what it was called
 */
async function brought<T>(
  c: Context<ApiEnv>,
  note: (facts: FileFacts, name: string) => Promise<T>,
): Promise<T | Response> {
  const { headers, body } = c.req.raw;
  if (headers.has("content-encoding")) return notTaken();
  if (!body) return problemResponse({ status: 400, detail: "Send its bytes." });
  try {
    if (!headers.get("content-type")?.startsWith(FORM)) {
      return await keep(c.env.MEDIA, body, headers.get("content-length"), (facts) => note(facts, ""));
    }
    const file = await fileOf(c.req.raw, body);
    if (file instanceof Response) return file;
    const name = line(LIMITS.name).safeParse(file.name).data ?? "";
    return await keep(c.env.MEDIA, file.stream(), String(file.size), (facts) => note(facts, name));
  } catch (error) {
    if (error instanceof UnknownType) return notTaken();
    if (!(error instanceof UnreadableFile)) throw error;
    return problemResponse({ status: 422, detail: error.message });
  }
}

async function keep<T>(
  bucket: R2Bucket,
  sent: ReadableStream<Uint8Array>,
  length: string | null,
  note: (facts: FileFacts) => Promise<T>,
): Promise<T | Response> {
  const { beginning, all } = await peek(sent, TELLING_BYTES);
  if (/^(\xef\xbb\xbf)?WEBVTT/.test(ascii(beginning))) {
    const bytes = await readUpTo(all, LIMITS.vttBytes);
    return bytes ? keepText(bucket, bytes, note) : tooLarge("WebVTT", LIMITS.vttBytes);
  }
  const sound = soundTypeOf(beginning);
  if (!sound) {
    const bytes = await readUpTo(all, LIMITS.pictureBytes);
    return bytes ? keepPicture(bucket, readPicture(bytes), note) : tooLarge("A picture", LIMITS.pictureBytes);
  }
  if (length === null)
    return problemResponse({ status: 411, detail: "Say how long the sound is: Content-Length." });
  if (Number(length) > LIMITS.soundBytes) return tooLarge("Sound", LIMITS.soundBytes);
  return keepSound(bucket, sound, all, Number(length), note);
}

/** Bytes of a form besides its file. */
const FORM_OVERHEAD = 10_000;

async function fileOf(request: Request, body: ReadableStream<Uint8Array>): Promise<File | Response> {
  const bytes = await readUpTo(body, LIMITS.pictureBytes + FORM_OVERHEAD);
  if (!bytes) return tooLarge("A form", LIMITS.pictureBytes);
  const headers = { "Content-Type": request.headers.get("content-type") ?? "" };
  const form = await new Response(bytes, { headers }).formData().catch(() => null);
  const file = form?.get("file");
  if (file instanceof File) return file;
  return problemResponse({ status: 400, detail: "The form has no file in its field `file`." });
}

function notTaken(): Response {
  const detail =
    "Send JPEG, PNG, GIF, WebP or AVIF, MP3, M4A or Ogg, or WebVTT, without Content-Encoding: what the bytes say counts, not their name.";
  return problemResponse({ status: 415, detail }, { Accept: TAKEN.join(", ") });
}

function tooLarge(what: string, bytes: number): Response {
  return problemResponse({ status: 413, detail: `${what} may have ${bytes} bytes.` });
}
