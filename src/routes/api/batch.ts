import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { cacheHeaders } from "../../http/caching.ts";
import type { Problem } from "../../http/problem.ts";
import type { NewArticle } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import type { ArticleSummary as Summary } from "../../model/view.ts";
import type { RepeatableRequest } from "../../newsroom/articles/idempotency.ts";
import { settingsOf } from "../../settings.ts";
import { sha256Hex } from "../../store/sha256.ts";
import { newsroomOf } from "../newsroom.ts";
import { IDEMPOTENCY_KEY, problemOf } from "./articles.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { toNewArticle, UnusableBody, unusable } from "./content.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { invalidFields } from "./invalid.ts";
import { patience } from "./request.ts";
import { ArticleInput, ArticleSummary, Problem as ProblemBody } from "./schemas.ts";

const Each = z.strictObject({
  idempotency_key: z.string().regex(IDEMPOTENCY_KEY).optional().openapi({
    description: "Makes repeating it safe: the same key and article get the same answer for a day.",
  }),
  // Checked each by itself, so that one that cannot be keeps none of the others.
  article: z.record(z.string(), z.unknown()).openapi({ $ref: "#/components/schemas/ArticleInput" } as object),
});

const Batch = z
  .strictObject({ articles: z.array(Each).min(1).max(LIMITS.batch) })
  .openapi("ArticleBatch", { example: { articles: [{ article: { title: "The harbour opens" } }] } });

const BatchAnswer = z
  .object({
    results: z.array(
      z.object({
        status: z.int().openapi({ description: "What the request for it alone would have been answered." }),
        article: ArticleSummary.optional(),
        problem: ProblemBody.partial().optional(),
      }),
    ),
  })
  .openapi("ArticleBatchAnswer");

const batch = createRoute({
  method: "post",
  path: "/articles:batch",
  summary: "Publish many articles",
  description: `Up to ${LIMITS.batch} in one request, each with an answer of its own, in their order: one that cannot be published keeps none of the others. Answered when the ledger has them; pages, lists and feeds follow when nothing has changed them for three seconds, a minute later at most, and \`Prefer: wait=10\` waits for them.`,
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: {
    headers: z.object({ prefer: z.string().optional() }),
    ...jsonBodyOf(Batch),
  },
  responses: answers(
    { 200: { description: "What became of each", ...json(BatchAnswer) } },
    400,
    413,
    415,
    422,
  ),
});

type Checked = { input: NewArticle; request: RepeatableRequest | null } | { problem: Problem };

/** The route of many articles at once. */
export function batchRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(batch, async (c) => {
    const editor = c.get("editor").id;
    const site = settingsOf(c.env).url;
    const checked = await Promise.all(c.req.valid("json").articles.map((each) => check(each, editor, site)));
    const wait = patience(c.req.header("prefer") ?? "wait=0");
    const good = checked.flatMap((each) => ("input" in each ? [each] : []));
    const answered = good.length ? await newsroomOf(c.env).publishAll(good, editor, wait) : [];
    const next = answered.values();
    const results = checked.map((each): { status: number; article?: Summary; problem?: Problem } => {
      if ("problem" in each) return refusal(each.problem);
      const answer = next.next().value;
      if (!answer) throw new Error("an article was not answered");
      if (answer.kind === "saved") return { status: 201, article: answer.article };
      return { ...refusal(problemOf(answer)), ...(answer.kind === "entry-known" && { known: answer.by }) };
    });
    return c.json({ results }, 200, cacheHeaders("api"));
  });
}

const refusal = (problem: Problem) => ({ status: problem.status, problem });

async function check(
  { article, idempotency_key: key }: z.infer<typeof Each>,
  token: string,
  site: string,
): Promise<Checked> {
  const parsed = ArticleInput.safeParse(article);
  if (!parsed.success) return { problem: invalidFields(parsed.error.issues) };
  try {
    const fingerprint = key === undefined ? "" : await sha256Hex(JSON.stringify(article));
    const request = key === undefined ? null : { token, key, fingerprint };
    return { input: toNewArticle(parsed.data, site), request };
  } catch (error) {
    if (error instanceof UnusableBody) return { problem: unusable(error) };
    throw error;
  }
}
