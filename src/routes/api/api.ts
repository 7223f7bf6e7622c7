import { type Hook, OpenAPIHono, type z } from "@hono/zod-openapi";
import { problemResponse } from "../../http/problem.ts";
import { articleRoutes } from "./articles.ts";
import { type ApiEnv, authenticate } from "./auth.ts";
import { backupRoutes } from "./backup.ts";
import { commentRoutes } from "./comments.ts";
import { UnusableBody } from "./content.ts";
import { frontRoutes } from "./front.ts";
import { importRoutes } from "./import.ts";
import { mediaRoutes } from "./media.ts";
import { operationRoutes } from "./operations.ts";
import { peopleRoutes } from "./people.ts";
import { publicationRoutes } from "./publication.ts";
import { jsonBody } from "./request.ts";
import { sourceRoutes } from "./sources.ts";
import { tagRoutes } from "./tags.ts";
import { uploadRoutes } from "./upload.ts";
import { partRoutes, uploadsRoutes } from "./uploads.ts";
import { webhookRoutes } from "./webhooks.ts";

/** 422 with a pointer to each field that is not as it should be. */
const invalid: Hook<unknown, ApiEnv, string, unknown> = (result) => {
  if (result.success) return;
  const inBody = result.target === "json";
  const errors = result.error.issues.flatMap(nearest).flatMap((issue) => {
    const names =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const detail = issue.code === "unrecognized_keys" ? "is not a field" : issue.message;
    return names.map((path) => ({ pointer: inBody ? pointer(path) : path.map(String).join("."), detail }));
  });
  return problemResponse({ status: 422, detail: "Some fields are not as they should be.", errors });
};

type Issue = z.core.$ZodIssue;

/** What is wrong with the form of a value that it comes nearest to, where it may have several. */
function nearest(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [closest = []] = [...issue.errors].sort((a, b) => a.length - b.length);
  return closest.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

/** A JSON Pointer as a URI fragment (RFC 6901 §6). */
function pointer(path: PropertyKey[]): string {
  const escaped = (key: PropertyKey) =>
    encodeURIComponent(String(key).replaceAll("~", "~0").replaceAll("/", "~1"));
  return ["#", ...path.map(escaped)].join("/");
}

/** Everything under `/api`. */
export const api = new OpenAPIHono<ApiEnv>({ defaultHook: invalid });

api.use(authenticate);
importRoutes(api);
backupRoutes(api);
uploadRoutes(api);
partRoutes(api);
api.use(jsonBody);
articleRoutes(api);
sourceRoutes(api);
tagRoutes(api);
frontRoutes(api);
publicationRoutes(api);
commentRoutes(api);
mediaRoutes(api);
uploadsRoutes(api);
operationRoutes(api);
peopleRoutes(api);
webhookRoutes(api);

api.onError((error) => {
  if (!(error instanceof UnusableBody)) throw error;
  const errors = [{ pointer: `#/${error.field}`, detail: error.message }];
  const detail = error.status === 413 ? "The body is too long." : "The body cannot be taken apart.";
  return problemResponse({ status: error.status, detail, errors });
});
