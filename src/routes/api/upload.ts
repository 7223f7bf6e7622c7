import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { readUpTo } from "../../http/body.ts";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { UnreadablePicture } from "../../media/bytes.ts";
import { keepPicture } from "../../media/keep.ts";
import { type Picture, readPicture, UnknownType } from "../../media/picture.ts";
import { LIMITS } from "../../model/limits.ts";
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
  summary: "Bring a picture",
  description: `Its bytes are the body, or the field \`file\` of a form. JPEG, PNG, GIF, WebP or AVIF, by what the bytes say; at most ${LIMITS.pictureBytes} bytes and ${LIMITS.picturePixels} pixels. Where it was taken and by whom is left out of what is kept. The same bytes again are the same file (200).`,
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
    ...([400, 413, 415, 422, 503] as const),
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
    const sent = await sentFile(c);
    if (sent instanceof Response) return sent;
    const picture = pictureOf(sent.bytes);
    if (picture instanceof Response) return picture;
    const { name = sent.name, alt = "", credit = "" } = query.data;
    using desk = await newsroomOf(c.env).media();
    const outcome = await keepPicture(c.env.MEDIA, picture, async (facts) =>
      desk.add({ ...facts, name, alt, credit }),
    );
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

/** The bytes of a request and what they were called, or why there are none. */
async function sentFile(c: Context<ApiEnv>): Promise<{ bytes: Uint8Array; name: string } | Response> {
  const { raw } = c.req;
  if (raw.headers.has("content-encoding")) return notTaken();
  const body = raw.body && (await readUpTo(raw.body, LIMITS.pictureBytes + FORM_OVERHEAD));
  if (body === null)
    return raw.body ? tooLarge() : problemResponse({ status: 400, detail: "Send its bytes." });
  const type = raw.headers.get("content-type") ?? "";
  if (!type.startsWith(FORM))
    return body.length > LIMITS.pictureBytes ? tooLarge() : { bytes: body, name: "" };
  const form = await new Response(body, { headers: { "Content-Type": type } }).formData().catch(() => null);
  const file = form?.get("file");
  if (!(file instanceof File)) {
    return problemResponse({ status: 400, detail: "The form has no file in its field `file`." });
  }
  if (file.size > LIMITS.pictureBytes) return tooLarge();
  return {
    bytes: new Uint8Array(await file.arrayBuffer()),
    name: line(LIMITS.name).safeParse(file.name).data ?? "",
  };
}

/** Bytes of a form besides its file. */
const FORM_OVERHEAD = 10_000;

function pictureOf(bytes: Uint8Array): Picture | Response {
  try {
    return readPicture(bytes);
  } catch (error) {
    if (error instanceof UnknownType) return notTaken();
    if (!(error instanceof UnreadablePicture)) throw error;
    return problemResponse({ status: 422, detail: error.message });
  }
}

function notTaken(): Response {
  const detail =
    "Send JPEG, PNG, GIF, WebP or AVIF, without Content-Encoding: what the bytes say counts, not their name.";
  return problemResponse({ status: 415, detail }, { Accept: TAKEN.join(", ") });
}

function tooLarge(): Response {
  return problemResponse({ status: 413, detail: `A picture may have ${LIMITS.pictureBytes} bytes.` });
}
