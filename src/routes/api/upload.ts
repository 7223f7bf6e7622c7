import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { readUpTo } from "../../http/body.ts";
import { problemResponse } from "../../http/problem.ts";
import { LIMITS } from "../../model/limits.ts";
import { settingsOf } from "../../settings.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, SECURITY } from "./describe.ts";
import { line } from "./fields.ts";
import { Media, TAKEN } from "./media.ts";
import { notTaken, type Sent, taken, takeWhole, tooLarge } from "./taking.ts";

const FORM = "multipart/form-data";

export const said = z.strictObject({
  name: line(LIMITS.name).optional(),
  alt: line(LIMITS.alt).optional().openapi({ description: "What it shows." }),
  credit: line(LIMITS.name).optional().openapi({ description: "Whose it is." }),
});

const bytesOf = z.string().openapi({ format: "binary" });
const upload = createRoute({
  method: "post",
  path: "/media",
  summary: "Bring a picture, sound, or what is said in it",
  description: `Its bytes are the body, or the field \`file\` of a form of at most ${LIMITS.pictureBytes} bytes. JPEG, PNG, GIF, WebP or AVIF of at most ${LIMITS.pictureBytes} bytes and ${LIMITS.picturePixels} pixels; SVG of at most ${LIMITS.svgBytes} bytes, of which what draws is kept; MP3, M4A or Ogg of at most ${LIMITS.partBytes} bytes, with \`Content-Length\` (larger ones come in parts); WebVTT, or text that says so, of at most ${LIMITS.textBytes} bytes. What the bytes say counts. Where a picture was taken and by whom is left out of what is kept. The same bytes again are the same file (200).`,
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

/** The route that brings a file at once. */
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
    const { headers, body } = c.req.raw;
    if (headers.has("content-encoding")) return notTaken();
    if (!body) return problemResponse({ status: 400, detail: "Send its bytes." });
    const type = headers.get("content-type") ?? "";
    const length = headers.get("content-length");
    const plain = { body, length: length === null ? null : Number(length), type, called: "" };
    const sent = type.startsWith(FORM) ? await fileOf(body, type) : plain;
    if (sent instanceof Response) return sent;
    const { name = sent.called, alt = "", credit = "" } = query.data;
    using desk = await newsroomOf(c.env).media();
    if (length && Number(length) > LIMITS.pictureBytes) await desk.expect();
    const outcome = await takeWhole(c.env.MEDIA, sent, async (facts) =>
      desk.add({ ...facts, name, alt, credit }),
    );
    return outcome instanceof Response ? outcome : taken(outcome, settingsOf(c.env).url);
  });
}

/** Bytes of a form besides its file. */
const FORM_OVERHEAD = 10_000;

/** The file of a form, with what it was called. */
async function fileOf(
  body: ReadableStream<Uint8Array>,
  type: string,
): Promise<(Sent & { called: string }) | Response> {
  const bytes = await readUpTo(body, LIMITS.pictureBytes + FORM_OVERHEAD);
  if (!bytes) return tooLarge("A form", LIMITS.pictureBytes);
  const form = await new Response(bytes, { headers: { "Content-Type": type } }).formData().catch(() => null);
  const file = form?.get("file");
  if (!(file instanceof File))
    return problemResponse({ status: 400, detail: "The form has no file in its field `file`." });
  const called = line(LIMITS.name).safeParse(file.name).data ?? "";
  return { body: file.stream(), length: file.size, type: file.type, called };
}
