import type { z } from "@hono/zod-openapi";
import { Problem } from "./schemas.ts";

// Pieces of the API's description that many operations share.

export const SECURITY = [{ token: [] }];

export function json<T extends z.ZodType>(schema: T) {
  return { content: { "application/json": { schema } } };
}

export function jsonBodyOf<T extends z.ZodType>(schema: T) {
  return { body: { required: true, ...json(schema) } };
}

const MEANINGS: Record<number, string> = {
  400: "Not JSON, not UTF-8, or a malformed header",
  401: "No token, or an unknown one",
  403: "The token lacks a scope",
  404: "No such thing",
  409: "The name is taken",
  412: "Someone else saved first: the revision is not the current one",
  411: "How many bytes come is not said",
  413: "Too many bytes",
  415: "Not application/json",
  422: "A field is not as it should be; `errors` names each",
  428: "If-Match is required",
  429: "Too many requests; see Retry-After",
  503: "The newsroom does not answer; the request may be repeated",
};

/** What an operation may answer: success, and the problems named; those of all operations are added. */
export function answers(
  success: Record<number, { description: string; content?: object }>,
  ...problems: number[]
): Record<number, { description: string }> {
  const all = [...new Set([...problems, 401, 403, 429, 503])].sort();
  const content = { "application/problem+json": { schema: Problem } };
  const described = all.map((status) => [status, { description: MEANINGS[status] ?? "", content }]);
  return { ...success, ...Object.fromEntries(described) };
}
