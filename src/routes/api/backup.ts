import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { readUpTo } from "../../http/body.ts";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { LIMITS } from "../../model/limits.ts";
import { BACKUP_HEADER, EXPORT_START, type ExportPlace } from "../../newsroom/backup/export.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, SECURITY } from "./describe.ts";

const LINES = "application/x-ndjson";

const backup = createRoute({
  method: "get",
  path: "/backup",
  summary: "Everything that was ever written, as lines of JSON",
  description:
    "With addresses, hashes of tokens, and the secrets of subscribers and webhooks in it: keep it as you keep the newsroom itself.",
  security: SECURITY,
  middleware: [needs("admin")] as const,
  responses: answers({
    200: { description: "A header, rows, and a last line", content: { [LINES]: { schema: z.string() } } },
  }),
});

const part = createRoute({
  method: "get",
  path: "/backup/part",
  summary: "A part of everything that was ever written",
  description:
    'The first one without `after`, each other one from where the header `Dateline-Next` of the one before says; the last one has none. So a backup goes on from where it broke off. The last line is whoever\'s who puts them together: `["end"]`.',
  security: SECURITY,
  middleware: [needs("admin")] as const,
  request: { query: z.strictObject({ after: z.string().max(5000).optional() }) },
  responses: answers(
    {
      200: {
        description: "Rows, after a header in the first one",
        content: { [LINES]: { schema: z.string() } },
      },
    },
    422,
  ),
});

const Restored = z
  .object({
    rows: z.int().openapi({ description: "Taken from this part." }),
    done: z.boolean().openapi({ description: "Whether this was the last part." }),
  })
  .openapi("Restored");

const restore = createRoute({
  method: "post",
  path: "/restore",
  summary: "Bring a backup into an empty newsroom, part by part",
  description: `Whole lines, in order, at most ${LIMITS.restoreBytes} bytes at a time. A part may be repeated.`,
  security: SECURITY,
  middleware: [needs("admin")] as const,
  request: { body: { required: true, content: { [LINES]: { schema: z.string() } } } },
  responses: answers({ 200: { description: "Taken", ...json(Restored) } }, 409, 413, 415, 422),
});

/** The routes of backups, whose bodies are lines of JSON. */
export function backupRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(backup, (c) => {
    const newsroom = newsroomOf(c.env);
    const encoder = new TextEncoder();
    let place: ExportPlace | null = EXPORT_START;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode(`${JSON.stringify(BACKUP_HEADER)}\n`)),
      async pull(controller) {
        if (place === null) {
          controller.enqueue(encoder.encode('["end"]\n'));
          return controller.close();
        }
        const part = await newsroom.exportPart(place);
        place = part.next;
        // A table without rows is no part to read; nothing enqueued would never be asked on.
        controller.enqueue(encoder.encode(part.lines || "\n"));
      },
    });
    return new Response(body, { headers: { "Content-Type": LINES, ...cacheHeaders("api") } });
  });

  api.openapi(part, async (c) => {
    const { after } = c.req.valid("query");
    const place = after === undefined ? EXPORT_START : placeIn(after);
    if (!place) return problemResponse({ status: 422, detail: "`after` is none that we gave." });
    const { lines, next } = await newsroomOf(c.env).exportPart(place);
    const headers = {
      ...{ "Content-Type": LINES, ...cacheHeaders("api") },
      ...(next && { "Dateline-Next": placeName(next) }),
    };
    const header = after === undefined ? `${JSON.stringify(BACKUP_HEADER)}\n` : "";
    return new Response(header + lines, { headers });
  });

  api.openapi(restore, async (c) => {
    const type = c.req.header("content-type") ?? "";
    if (!type.startsWith(LINES)) {
      return problemResponse({ status: 415, detail: `Send ${LINES}.` }, { Accept: LINES });
    }
    const { body } = c.req.raw;
    const bytes = body ? await readUpTo(body, LIMITS.restoreBytes) : new Uint8Array();
    if (bytes === null) {
      return problemResponse({ status: 413, detail: `A part may have ${LIMITS.restoreBytes} bytes.` });
    }
    const outcome = await newsroomOf(c.env).restorePart(new TextDecoder().decode(bytes));
    switch (outcome.kind) {
      case "not-empty":
        return problemResponse({ status: 409, detail: "There is a newsroom here already." });
      case "other-release":
        return problemResponse({
          status: 409,
          detail: `The backup has schema ${outcome.schema}, this release ${BACKUP_HEADER.schema}: restore it with the release that made it, then upgrade.`,
        });
      case "malformed":
        return problemResponse({
          status: 422,
          detail: "This is no part of a backup.",
          errors: [{ pointer: `line ${outcome.line}`, detail: outcome.detail }],
        });
      default:
        return c.json({ rows: outcome.rows, done: outcome.kind === "done" }, 200, cacheHeaders("api"));
    }
  });
}

/** A place in a backup as a header can say it. */
const placeName = (place: ExportPlace) => encodeURIComponent(JSON.stringify(place));

function placeIn(name: string): ExportPlace | null {
  try {
    return Place.parse(JSON.parse(decodeURIComponent(name)));
  } catch {
    return null; // the caller says so
  }
}

const Place = z.strictObject({
  table: z.int().min(0),
  after: z.array(z.union([z.string(), z.number(), z.null()])).nullable(),
});
