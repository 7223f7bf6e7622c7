import type { Hono } from "hono";
import { LIMITS } from "../../model/limits.ts";
import { isMediaId, type MediaView } from "../../model/media.ts";
import { oneLine } from "../../text/plain.ts";
import { decodeCursor, encodeCursor } from "../api/cursor.ts";
import { type Sent, takeWhole } from "../api/taking.ts";
import { newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { answer } from "./pages.ts";
import { type DeskEnv, type DeskHono, needs } from "./session.ts";

const FILES = 40;
/** Pixels across that a picture has at least where it is chosen, and where it is written about. */
const SMALL = 320;
const WRITTEN = 640;

/** The routes of pictures and sound, for whoever writes. */
export function fileRoutes(desk: Hono<DeskEnv>): void {
  desk.use("/desk/files/*", needs("write"));
  desk.use("/desk/files", needs("write"));

  desk.get("/desk/files", async (c) => {
    const cursor = c.req.query("cursor");
    const before = cursor ? (decodeCursor(cursor) ?? null) : null;
    using media = await newsroomOf(c.env).media();
    const { media: all, next } = await media.list(before, FILES);
    // Pictures of followed sources are theirs.
    const own = all.filter(({ source, type }) => source === null && !type.startsWith("text/"));
    return answer({ files: own.map(shown), next: next && encodeCursor(next) });
  });

  // A script sends a file as it is: sound may be long, and is not held in memory.
  desk.post("/desk/files", async (c) => {
    const { body } = c.req.raw;
    if (!body) return answer({ detail: "No file came." }, 422);
    const length = Number(c.req.header("content-length")) || null;
    const sent = { body, length, type: c.req.header("content-type") ?? "" };
    const kept = await keep(c, sent, c.req.query("name") ?? "", "");
    return typeof kept === "string" ? answer({ detail: kept }, 422) : answer(shown(kept), 201);
  });

  // A text names a picture by its id alone.
  desk.get("/desk/files/:id", async (c) => {
    using media = await newsroomOf(c.env).media();
    const id = c.req.param("id");
    const found = isMediaId(id) ? await media.read(id) : null;
    return found ? seeOther(pathOf(atLeast(found, WRITTEN))) : answer({ kind: "missing" }, 404);
  });
}

/** Keeps a file of a form. @returns why it cannot be kept, in words, where it is not */
export function keepFile(c: DeskHono, file: File, alt: string): Promise<MediaView | string> {
  return keep(c, { body: file.stream(), length: file.size, type: file.type }, file.name, alt);
}

async function keep(c: DeskHono, sent: Sent, name: string, alt: string): Promise<MediaView | string> {
  using media = await newsroomOf(c.env).media();
  const outcome = await takeWhole(c.env.MEDIA, sent, async (facts) =>
    media.add({ ...facts, name: oneLine(name).slice(0, LIMITS.name), alt, credit: "" }),
  );
  if (outcome instanceof Response) return (await outcome.json<{ detail: string }>()).detail;
  return outcome.kind === "kept" ? outcome.view : "It is being removed at this moment.";
}

const shown = (file: MediaView) => ({
  ...{ id: file.id, url: pathOf(file.url), small: pathOf(atLeast(file, SMALL)) },
  kind: file.type.startsWith("audio/") ? "sound" : file.type.startsWith("text/") ? "text" : "picture",
  ...{ name: file.name, alt: file.alt, credit: file.credit },
});

/** The smallest form in the picture's own type that has so many pixels across; else the picture. */
const atLeast = ({ url, type, forms }: MediaView, width: number) =>
  forms?.find((form) => form.type === type && form.width >= width)?.url ?? url;

/** On this very host, whatever the publication's address is. */
const pathOf = (url: string) => new URL(url).pathname;
