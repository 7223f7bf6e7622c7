import { type CachePolicy, cacheHeaders } from "./caching.ts";
import { mediaHeaders } from "./media.ts";

/** A field that is not as it should be. */
interface FieldError {
  /** A JSON Pointer as a fragment (RFC 6901 §6), or the name of a header or query parameter. */
  pointer: string;
  detail: string;
}

/** Why a request was not carried out (RFC 9457). */
export interface Problem {
  status: number;
  /** What went wrong, and what to do. */
  detail: string;
  errors?: FieldError[] | undefined;
}

const TITLES: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  428: "Precondition Required",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  503: "Service Unavailable",
};

function statusTitle(status: number): string {
  return TITLES[status] ?? "Error";
}

/** `application/problem+json` with the problem's status. */
export function problemResponse(
  problem: Problem,
  headers: Record<string, string> = {},
  policy: CachePolicy = "api",
  tag?: string,
): Response {
  const { status, detail, errors } = problem;
  const body = { type: "about:blank", title: statusTitle(status), status, detail, errors };
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...mediaHeaders("problem"), ...cacheHeaders(policy, tag), ...headers },
  });
}
