import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { LIMITS } from "../../model/limits.ts";
import { UPLOAD_MS } from "../../model/media.ts";
import { settingsOf } from "../../settings.ts";
import {
  beganAt,
  isUploadId,
  newUpload,
  type Part,
  type Promised,
  partsOf,
  readPromised,
  removeUpload,
  type UploadId,
  writePart,
  writePromised,
} from "../../store/uploads.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { moment } from "./fields.ts";
import { Media } from "./media.ts";
import { taken, takeParts, tooLarge } from "./taking.ts";
import { said } from "./upload.ts";

const PartSchema = z
  .object({
    number: z.int(),
    size: z.int().openapi({ description: "Bytes." }),
    etag: z.string().openapi({ description: "The MD5 of its bytes, hexadecimal." }),
  })
  .openapi("UploadPart");

const NewUpload = said
  .extend({
    size: z.int().min(1).max(LIMITS.soundBytes).openapi({ description: "Bytes of all of it." }),
  })
  .openapi("NewUpload");

const Upload = z
  .object({
    id: z.string(),
    url: z.string(),
    size: z.int().openapi({ description: "Bytes that are to come." }),
    parts: z.array(PartSchema).openapi({ description: "What has come." }),
    part_bytes: z.int().openapi({ description: "What a part may have at most." }),
    expires: moment.openapi({ description: "It is forgotten then." }),
    media: z.string().nullable().openapi({ description: "The file that it was kept as." }),
  })
  .openapi("Upload");

const id = z.object({ id: z.string() });
const number = z.coerce.number().int().min(1).max(LIMITS.uploadParts);

const start = createRoute({
  method: "post",
  path: "/uploads",
  summary: "Begin to bring a file in parts",
  description: "What is too large to come at once, or comes over a line that breaks.",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: jsonBodyOf(NewUpload),
  responses: answers(
    { 201: { description: "Begun; `Location` names it", ...json(Upload) } },
    ...[400, 413, 415, 422],
  ),
});

const read = createRoute({
  method: "get",
  path: "/uploads/{id}",
  summary: "What has come of a file",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: { params: id },
  responses: answers({ 200: { description: "Its parts", ...json(Upload) } }, 404),
});

const part = createRoute({
  method: "put",
  path: "/uploads/{id}/parts/{number}",
  summary: "Bring a part of a file",
  description: `Parts are counted from 1 and have at most ${LIMITS.partBytes} bytes. One that is sent again takes the place of what came.`,
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: {
    params: id.extend({ number }),
    body: {
      required: true,
      content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
    },
  },
  responses: answers({ 200: { description: "It is here", ...json(PartSchema) } }, 400, 404, 411, 413, 422),
});

const finish = createRoute({
  method: "post",
  path: "/uploads/{id}",
  summary: "Keep a file whose parts have come",
  description: "Doing so again gives the same file.",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: { params: id },
  responses: answers(
    {
      201: { description: "Kept; `Location` names it", ...json(Media) },
      200: { description: "It was here already", ...json(Media) },
    },
    ...[404, 409, 413, 415, 422],
  ),
});

const giveUp = createRoute({
  method: "delete",
  path: "/uploads/{id}",
  summary: "Give up bringing a file",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: { params: id },
  responses: answers({ 204: { description: "Nothing is left of it" } }, 404),
});

/** The routes that bring a file in parts. */
export function partRoutes(api: OpenAPIHono<ApiEnv>): void {
  // Its body is no JSON.
  api.openAPIRegistry.registerPath(part);
  api.put("/uploads/:id/parts/:number", needs("write"), async (c) => {
    const counted = number.safeParse(c.req.param("number"));
    if (!counted.success) {
      const errors = [{ pointer: "number", detail: `must be from 1 to ${LIMITS.uploadParts}` }];
      return problemResponse({ status: 422, detail: "Some fields are not as they should be.", errors });
    }
    const upload = await uploadOf(c.env.MEDIA, c.req.param("id"));
    if (!upload) return unknownUpload();
    const { headers, body } = c.req.raw;
    const length = headers.get("content-length");
    if (!body || length === "0") return problemResponse({ status: 400, detail: "Send its bytes." });
    if (length === null)
      return problemResponse({ status: 411, detail: "Say how long it is: Content-Length." });
    if (Number(length) > LIMITS.partBytes) return tooLarge("A part", LIMITS.partBytes);
    const written = await writePart(c.env.MEDIA, upload.id, counted.data, body, Number(length));
    return c.json(written, 200, cacheHeaders("api"));
  });
}

/** The routes of what has come. */
export function uploadsRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(start, async (c) => {
    const { size, name = "", alt = "", credit = "" } = c.req.valid("json");
    const upload = newUpload(Date.now());
    using desk = await newsroomOf(c.env).media();
    await desk.expect();
    await writePromised(c.env.MEDIA, upload, { size, name, alt, credit });
    const view = viewOf({ id: upload, size, name, alt, credit }, [], settingsOf(c.env).url);
    return c.json(view, 201, { ...cacheHeaders("api"), Location: view.url });
  });

  api.openapi(read, async (c) => {
    const upload = await uploadOf(c.env.MEDIA, c.req.valid("param").id);
    if (!upload) return unknownUpload();
    const parts = await partsOf(c.env.MEDIA, upload.id);
    return c.json(viewOf(upload, parts, settingsOf(c.env).url), 200, cacheHeaders("api"));
  });

  api.openapi(finish, async (c) => {
    const bucket = c.env.MEDIA;
    const upload = await uploadOf(bucket, c.req.valid("param").id);
    if (!upload) return unknownUpload();
    using desk = await newsroomOf(c.env).media();
    if (upload.media) {
      const before = await desk.read(upload.media);
      return before ? c.json(before, 200, cacheHeaders("api")) : unknownUpload();
    }
    const { name, alt, credit, size } = upload;
    const parts = await partsOf(bucket, upload.id);
    const missing = lacking(parts, size);
    if (missing) return problemResponse({ status: 409, detail: missing });
    const outcome = await takeParts(bucket, { id: upload.id, parts, size }, async (facts) =>
      desk.add({ ...facts, name, alt, credit }),
    );
    if (outcome instanceof Response) return outcome;
    if (outcome.kind === "kept") {
      await writePromised(bucket, upload.id, { size, name, alt, credit, media: outcome.view.id });
      await removeUpload(bucket, upload.id, true);
    }
    return taken(outcome, settingsOf(c.env).url);
  });

  api.openapi(giveUp, async (c) => {
    const upload = await uploadOf(c.env.MEDIA, c.req.valid("param").id);
    if (!upload) return unknownUpload();
    await removeUpload(c.env.MEDIA, upload.id);
    return c.body(null, 204, cacheHeaders("api"));
  });
}

/** What is being brought under a name; null where nothing is, or for too long. */
async function uploadOf(bucket: R2Bucket, name: string): Promise<(Promised & { id: UploadId }) | null> {
  if (!isUploadId(name) || beganAt(name) + UPLOAD_MS < Date.now()) return null;
  const promised = await readPromised(bucket, name);
  return promised && { ...promised, id: name };
}

function viewOf(
  { id: upload, size, media }: Promised & { id: UploadId },
  parts: Part[],
  site: string,
): z.infer<typeof Upload> {
  return {
    ...{ id: upload, url: `${site}/api/uploads/${upload}`, size, parts, part_bytes: LIMITS.partBytes },
    ...{ expires: new Date(beganAt(upload) + UPLOAD_MS).toISOString(), media: media ?? null },
  };
}

/** What is missing, or too much, in words; null where all has come. */
function lacking(parts: readonly Part[], size: number): string | null {
  const gap = parts.findIndex((each, i) => each.number !== i + 1);
  if (gap !== -1) return `Part ${gap + 1} is missing.`;
  const come = parts.reduce((sum, each) => sum + each.size, 0);
  return come === size ? null : `${come} of ${size} bytes have come.`;
}

function unknownUpload(): Response {
  const detail = "Nothing is being brought under this name: it was given up, or took too long.";
  return problemResponse({ status: 404, detail });
}
