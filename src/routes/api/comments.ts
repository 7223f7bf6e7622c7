import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { type BroughtComment, COMMENT_STATUSES, type CommentView } from "../../model/comment.ts";
import { LIMITS } from "../../model/limits.ts";
import type { BringOutcome } from "../../newsroom/comments/bringing.ts";
import { plainText } from "../../text/comment.ts";
import { legal } from "../../text/plain.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { decodeCursor, encodeCursor, unknownCursor } from "./cursor.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { dateTime, line, moment, named } from "./fields.ts";
import { expectedRevisions, patience, revisionTag } from "./request.ts";

const status = z.enum(COMMENT_STATUSES);

const Comment = z
  .object({
    id: z.uuid(),
    article: z.object({
      ...{ id: z.uuid(), slug: z.string(), title: z.string(), excerpt: z.string(), url: z.string() },
      closed: z.boolean().openapi({ description: "No more comments may be written on it." }),
    }),
    official: z.boolean().openapi({ description: "The newsroom wrote it." }),
    parent: z.uuid().nullable().openapi({ description: "The comment that it answers." }),
    answers: z.object({ name: z.string(), text: z.string() }).nullable(),
    status: status.openapi({ description: "`withdrawn` by its writer; all else is decided here." }),
    name: z.string(),
    email: z.string().nullable().openapi({ description: "Shown here alone." }),
    text: z.string(),
    revision: z.number().int().openapi({ description: 'Its ETag is `"r{revision}"`.' }),
    spam: z.number().openapi({ description: "How likely it is spam, 0 to 1, by what was decided so far." }),
    spam_words: z.array(z.string()).openapi({ description: "The words that speak most for that." }),
    created: moment,
    changed: moment,
    approved: moment.nullable(),
  })
  .openapi("Comment");

const CommentPage = z
  .object({ comments: z.array(Comment), next: z.string().nullable() })
  .openapi("CommentPage");

const Decision = z
  .strictObject({ status: status.exclude(["withdrawn"]) })
  .openapi("Decision", { example: { status: "approved" } });

const Answer = z
  .strictObject({
    name: named(LIMITS.name).openapi({ description: "Who answers, as readers see it." }),
    text: z.string().overwrite(plainText).min(1).max(LIMITS.commentText),
  })
  .openapi("Answer");

const CommentInput = z
  .strictObject({
    article: z.uuid().openapi({ description: "The article's id." }),
    entry_id: z.string().overwrite(legal).min(1).max(LIMITS.entryId).openapi({
      description: "The id that its entry had in the feeds of another system, to the letter.",
    }),
    parent: z
      .string()
      .overwrite(legal)
      .min(1)
      .max(LIMITS.entryId)
      .openapi({ description: "The `entry_id` of the comment that it answers, which is here already." })
      .optional(),
    status: z.enum(["approved", "pending"]).default("approved"),
    name: line(LIMITS.commentName).min(1),
    email: z.email().max(LIMITS.email).optional(),
    text: z.string().overwrite(plainText).min(1).max(LIMITS.commentText),
    official: z.boolean().default(false).openapi({ description: "The newsroom wrote it." }),
    created: dateTime,
  })
  .openapi("CommentInput");

const CommentBatch = z
  .strictObject({ comments: z.array(CommentInput).min(1).max(LIMITS.commentsBatch) })
  .openapi("CommentBatch");

const CommentBatchAnswer = z
  .object({
    results: z.array(
      z.object({
        status: z.int().openapi({ description: "201; 409 where it is here already." }),
        id: z.uuid().optional(),
        detail: z.string().optional(),
      }),
    ),
  })
  .openapi("CommentBatchAnswer");

const bring = createRoute({
  method: "post",
  path: "/comments:batch",
  summary: "Bring comments that were made elsewhere",
  description:
    "In their order, each with an answer of its own. Answers are one level deep: an answer to an answer stands beside it. Nobody is told of them as new.",
  security: SECURITY,
  middleware: [needs("moderate")] as const,
  request: { headers: z.object({ prefer: z.string().optional() }), ...jsonBodyOf(CommentBatch) },
  responses: answers(
    { 200: { description: "What became of each", ...json(CommentBatchAnswer) } },
    ...([400, 413, 415, 422] as const),
  ),
});

const ThreadPatch = z.strictObject({ status: z.enum(["open", "closed"]) }).openapi("ThreadPatch");

const id = z.object({ id: z.string() });
const ifMatch = z.string().max(1000).optional().openapi({
  description: 'What was decided on: the ETag that came with it, `"r{revision}"`, or `*`. Required.',
});

const list = createRoute({
  method: "get",
  path: "/comments",
  summary: "List comments, newest first",
  security: SECURITY,
  middleware: [needs("moderate")] as const,
  request: {
    query: z.strictObject({
      status: status.optional(),
      article: z.string().max(40).optional().openapi({ description: "An article's id." }),
      limit: z.coerce.number().int().min(1).max(LIMITS.page).default(LIMITS.page),
      cursor: z.string().max(200).optional(),
    }),
  },
  responses: answers({ 200: { description: "A page of them", ...json(CommentPage) } }, 422),
});

const read = createRoute({
  method: "get",
  path: "/comments/{id}",
  summary: "Read a comment",
  security: SECURITY,
  middleware: [needs("moderate")] as const,
  request: { params: id },
  responses: answers({ 200: { description: "The comment", ...json(Comment) } }, 404),
});

const decide = createRoute({
  method: "patch",
  path: "/comments/{id}",
  summary: "Approve or reject a comment, or mark it as spam",
  description:
    "Its writer may change it for ten minutes, so a decision names the version it was made on. The word filter learns from what is approved and from what is spam.",
  security: SECURITY,
  middleware: [needs("moderate")] as const,
  request: { params: id, headers: z.object({ "if-match": ifMatch }), ...jsonBodyOf(Decision) },
  responses: answers(
    { 200: { description: "Decided", ...json(Comment) } },
    ...([400, 404, 409, 412, 413, 415, 422, 428] as const),
  ),
});

const close = createRoute({
  method: "patch",
  path: "/articles/{id}/comments",
  summary: "Close or open the comments of an article",
  security: SECURITY,
  middleware: [needs("moderate")] as const,
  request: { params: id, ...jsonBodyOf(ThreadPatch) },
  responses: answers({ 200: { description: "Done", ...json(ThreadPatch) } }, 400, 404, 413, 415, 422),
});

const reply = createRoute({
  method: "post",
  path: "/comments/{id}/answers",
  summary: "Answer a comment as the newsroom",
  description: "Marked so, and seen at once. A comment that waits is approved by it.",
  security: SECURITY,
  middleware: [needs("moderate")] as const,
  request: { params: id, ...jsonBodyOf(Answer) },
  responses: answers(
    { 201: { description: "Answered", ...json(z.object({ id: z.uuid() })) } },
    ...[400, 404, 409, 413, 415, 422],
  ),
});

/** The routes of moderators. */
export function commentRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(list, async (c) => {
    const { status = null, article = null, limit, cursor } = c.req.valid("query");
    const before = cursor === undefined ? null : decodeCursor(cursor);
    if (before === undefined) return unknownCursor();
    using comments = await newsroomOf(c.env).comments();
    const page = await comments.list({ status, article, before }, limit);
    const next = page.next && encodeCursor(page.next);
    return c.json({ comments: page.comments, next }, 200, cacheHeaders("api"));
  });

  api.openapi(read, async (c) => {
    using comments = await newsroomOf(c.env).comments();
    const comment = await comments.read(c.req.valid("param").id);
    return comment ? answerWith(c, comment) : unknownComment();
  });

  api.openapi(decide, async (c) => {
    const header = c.req.header("if-match");
    if (header === undefined) {
      const detail =
        "Send If-Match with the ETag of what you have read, so that nothing else is let through; or `*`.";
      return problemResponse({ status: 428, detail });
    }
    using comments = await newsroomOf(c.env).comments();
    const wait = patience(c.req.header("prefer"));
    const { id } = c.req.valid("param");
    const { status } = c.req.valid("json");
    const actor = c.get("editor").id;
    const outcome = await comments.decide(id, expectedRevisions(header), status, actor, wait);
    switch (outcome.kind) {
      case "decided":
        return answerWith(c, outcome.comment);
      case "not-found":
        return unknownComment();
      case "withdrawn":
        return problemResponse({ status: 409, detail: "Its writer has withdrawn the comment." });
      case "stale": {
        const detail = "It was changed, by its writer or by another decision; read it again.";
        return problemResponse({ status: 412, detail }, { ETag: revisionTag(outcome.revision) });
      }
    }
  });

  api.openapi(bring, async (c) => {
    using comments = await newsroomOf(c.env).comments();
    const brought = c.req.valid("json").comments.map((each): BroughtComment => {
      const { entry_id: entryId, parent = null, email = null, created, ...rest } = each;
      return { ...rest, entryId, parent, email, created: Date.parse(created) };
    });
    const outcomes = await comments.bring(brought, patience(c.req.header("prefer") ?? "wait=0"));
    return c.json({ results: outcomes.map(resultOf) }, 200, cacheHeaders("api"));
  });

  api.openapi(reply, async (c) => {
    using comments = await newsroomOf(c.env).comments();
    const wait = patience(c.req.header("prefer"));
    const actor = c.get("editor").id;
    const outcome = await comments.answer(c.req.valid("param").id, c.req.valid("json"), actor, wait);
    if (outcome.kind === "not-found") return unknownComment();
    if (outcome.kind === "unanswerable") {
      const detail = "It was taken back, or has as many answers as there may be.";
      return problemResponse({ status: 409, detail });
    }
    return c.json({ id: outcome.id }, 201, cacheHeaders("api"));
  });

  api.openapi(close, async (c) => {
    using comments = await newsroomOf(c.env).comments();
    const { status } = c.req.valid("json");
    const wait = patience(c.req.header("prefer"));
    const known = await comments.close(
      c.req.valid("param").id,
      status === "closed",
      wait,
      c.get("editor").id,
    );
    if (!known) return problemResponse({ status: 404, detail: "There is no such article." });
    return c.json({ status }, 200, cacheHeaders("api"));
  });
}

function resultOf(outcome: BringOutcome): z.infer<typeof CommentBatchAnswer>["results"][number] {
  switch (outcome.kind) {
    case "brought":
      return { status: 201, id: outcome.id };
    case "known":
      return { status: 409, id: outcome.id, detail: "It is here already." };
    case "no-such-article":
      return { status: 422, detail: "There is no such article, or it is a page." };
    case "no-such-parent":
      return { status: 422, detail: "What it answers is not here." };
  }
}

function answerWith(c: Context<ApiEnv>, comment: CommentView) {
  return c.json(comment, 200, { ...cacheHeaders("api"), ETag: revisionTag(comment.revision) });
}

function unknownComment(): Response {
  return problemResponse({ status: 404, detail: "There is no such comment." });
}
