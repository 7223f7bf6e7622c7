import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { cacheHeaders } from "../../http/caching.ts";
import { type Problem, problemResponse } from "../../http/problem.ts";
import { LIMITS } from "../../model/limits.ts";
import type { Answer } from "../../newsroom/newsroom.ts";
import { settingsOf } from "../../settings.ts";
import { sha256Hex } from "../../store/sha256.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { toChange, toNewArticle } from "./content.ts";
import { decodeCursor, encodeCursor, unknownCursor } from "./cursor.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { line } from "./fields.ts";
import { expectedRevisions, patience, revisionTag } from "./request.ts";
import { Article, ArticleInput, ArticlePage, ArticlePatch, ArticleSummary } from "./schemas.ts";

const idParameter = z.object({ id: z.string().openapi({ description: "The article's id." }) });
const preferHeader = {
  prefer: z.string().optional().openapi({
    description:
      "`wait=10` (RFC 7240): answer when lists and feeds have it, too, or after 10 seconds, 30 at most; `wait=0`: when the ledger has it. Without, the answer comes when its page can be read, 0.3 seconds later at most.",
  }),
};
/** 1 to 255 printable characters of ASCII. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$/;

const ifMatch = z
  .string()
  .optional()
  .openapi({ description: "The ETag of the revision to be replaced, or `*`." });

const create = createRoute({
  method: "post",
  path: "/articles",
  summary: "Publish, schedule or draft an article",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: {
    headers: z.object({
      "idempotency-key": z.string().optional().openapi({
        description: "Makes repeating safe: the same key and body get the same answer for a day.",
      }),
      ...preferHeader,
    }),
    ...jsonBodyOf(ArticleInput),
  },
  responses: answers(
    {
      201: { description: "Saved; `Location` and `ETag` name it and its revision", ...json(ArticleSummary) },
    },
    400,
    409,
    413,
    415,
    422,
  ),
});

const list = createRoute({
  method: "get",
  path: "/articles",
  summary: "List articles, newest first",
  security: SECURITY,
  middleware: [needs("read")] as const,
  request: {
    query: z.strictObject({
      status: z.enum(["draft", "scheduled", "published", "withdrawn"]).optional(),
      slug: z.string().max(100).optional().openapi({ description: "The one that has this slug, or had it." }),
      limit: z.coerce.number().int().min(1).max(LIMITS.page).default(LIMITS.page),
      cursor: z.string().max(200).optional(),
    }),
  },
  responses: answers({ 200: { description: "A page of them", ...json(ArticlePage) } }, 422),
});

const read = createRoute({
  method: "get",
  path: "/articles/{id}",
  summary: "Read an article as it was written",
  security: SECURITY,
  middleware: [needs("read")] as const,
  request: { params: idParameter },
  responses: answers({ 200: { description: "The article", ...json(Article) } }, 404),
});

const change = createRoute({
  method: "patch",
  path: "/articles/{id}",
  summary: "Change an article",
  description: "JSON Merge Patch (RFC 7396) of the fields named.",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: {
    params: idParameter,
    headers: z.object({ "if-match": ifMatch, ...preferHeader }),
    ...jsonBodyOf(ArticlePatch),
  },
  responses: answers(
    { 200: { description: "Saved", ...json(ArticleSummary) } },
    400,
    404,
    409,
    412,
    413,
    415,
    422,
    428,
  ),
});

const withdraw = createRoute({
  method: "delete",
  path: "/articles/{id}",
  summary: "Withdraw an article",
  description: "Readers get 410 from then on, and the reason. PATCH with `status: published` brings it back.",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: {
    params: idParameter,
    query: z.strictObject({ reason: line(LIMITS.reason).default("") }),
    headers: z.object({ "if-match": ifMatch, ...preferHeader }),
  },
  responses: answers({ 204: { description: "Withdrawn" } }, 404, 412, 422),
});

/** The routes of articles. */
export function articleRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(create, async (c) => {
    const key = c.req.header("idempotency-key");
    if (key !== undefined && !IDEMPOTENCY_KEY.test(key)) {
      const detail = `Idempotency-Key has 1 to ${LIMITS.idempotencyKey} printable ASCII characters.`;
      return problemResponse({ status: 400, detail });
    }
    const editor = c.get("editor").id;
    const request =
      key === undefined ? null : { token: editor, key, fingerprint: await sha256Hex(c.get("bodyBytes")) };
    const article = toNewArticle(c.req.valid("json"), settingsOf(c.env).url);
    const wait = patience(c.req.header("prefer"));
    return respond(c, await newsroomOf(c.env).publish(article, editor, { request, wait }), 201);
  });

  api.openapi(list, async (c) => {
    const { status = null, slug, limit, cursor } = c.req.valid("query");
    if (slug !== undefined) {
      const found = await newsroomOf(c.env).articleAt(slug);
      return c.json({ articles: found ? [found] : [], next: null }, 200, cacheHeaders("api"));
    }
    const before = cursor === undefined ? null : decodeCursor(cursor);
    if (before === undefined) return unknownCursor();
    const page = await newsroomOf(c.env).articles(status, before, limit);
    return c.json(
      { articles: page.articles, next: page.next && encodeCursor(page.next) },
      200,
      cacheHeaders("api"),
    );
  });

  api.openapi(read, async (c) => {
    const article = await newsroomOf(c.env).article(c.req.valid("param").id);
    if (!article) return unknownArticle();
    return c.json(article, 200, { ...cacheHeaders("api"), ETag: revisionTag(article.revision) });
  });

  api.openapi(change, async (c) => {
    const header = c.req.header("if-match");
    if (header === undefined) {
      const detail = "Send If-Match with the ETag you got, so that nobody's change is lost; or `*`.";
      return problemResponse({ status: 428, detail });
    }
    const patch = toChange(c.req.valid("json"), settingsOf(c.env).url);
    const { id } = c.req.valid("param");
    const wait = patience(c.req.header("prefer"));
    const expected = expectedRevisions(header);
    return respond(c, await newsroomOf(c.env).edit(id, expected, patch, c.get("editor").id, wait), 200);
  });

  api.openapi(withdraw, async (c) => {
    const header = c.req.header("if-match");
    const expected = header === undefined ? null : expectedRevisions(header);
    const { id } = c.req.valid("param");
    const wait = patience(c.req.header("prefer"));
    const { reason } = c.req.valid("query");
    const answer = await newsroomOf(c.env).withdraw(id, expected, c.get("editor").id, wait, reason);
    return respond(c, answer, 204);
  });
}

/** The one place where the outcome of a write becomes HTTP. */
function respond(c: Context<ApiEnv>, answer: Answer, status: 200 | 201 | 204): Response {
  switch (answer.kind) {
    case "saved": {
      const { article } = answer;
      const headers = {
        ...cacheHeaders("api"),
        ETag: revisionTag(article.revision),
        ...(status === 201 && { Location: `${settingsOf(c.env).url}/api/articles/${article.id}` }),
      };
      return status === 204 ? c.body(null, status, headers) : c.json(article, status, headers);
    }
    case "stale":
      return problemResponse(problemOf(answer), { ETag: revisionTag(answer.revision) });
    default:
      return problemResponse(problemOf(answer));
  }
}

/** Why a write was not done. */
export function problemOf(answer: Exclude<Answer, { kind: "saved" }>): Problem {
  switch (answer.kind) {
    case "not-found":
      return NO_ARTICLE;
    case "stale":
      return {
        status: 412,
        detail: `Someone else saved first: revision ${answer.revision} is the current one.`,
      };
    case "slug-taken":
      return {
        status: 409,
        detail: `The slug "${answer.slug}" belongs to article ${answer.by}, now or formerly.`,
        errors: [{ pointer: "#/slug", detail: "is taken" }],
      };
    case "entry-known":
      return {
        status: 409,
        detail: `The entry is here already, as article ${answer.by}.`,
        errors: [{ pointer: "#/entry_id", detail: "is known" }],
      };
    case "refused":
      return {
        status: 422,
        detail: answer.detail,
        errors: [{ pointer: answer.pointer, detail: answer.detail }],
      };
    case "key-reused":
      return { status: 422, detail: "This Idempotency-Key came with another body before." };
  }
}

const NO_ARTICLE: Problem = { status: 404, detail: "There is no article with this id." };

function unknownArticle(): Response {
  return problemResponse(NO_ARTICLE);
}
