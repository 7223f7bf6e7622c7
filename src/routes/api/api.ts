import { type Hook, OpenAPIHono } from "@hono/zod-openapi";
import { problemResponse } from "../../http/problem.ts";
import { articleRoutes } from "./articles.ts";
import { type ApiEnv, authenticate } from "./auth.ts";
import { backupRoutes } from "./backup.ts";
import { batchRoutes } from "./batch.ts";
import { commentRoutes } from "./comments.ts";
import { UnusableBody, unusable } from "./content.ts";
import { frontRoutes } from "./front.ts";
import { importRoutes } from "./import.ts";
import { invalidFields } from "./invalid.ts";
import { mediaRoutes } from "./media.ts";
import { operationRoutes } from "./operations.ts";
import { peopleRoutes } from "./people.ts";
import { publicationRoutes } from "./publication.ts";
import { redirectRoutes } from "./redirects.ts";
import { jsonBody } from "./request.ts";
import { sourceRoutes } from "./sources.ts";
import { tagRoutes } from "./tags.ts";
import { uploadRoutes } from "./upload.ts";
import { partRoutes, uploadsRoutes } from "./uploads.ts";
import { webhookRoutes } from "./webhooks.ts";

/** 422 with a pointer to each field that is not as it should be. */
const invalid: Hook<unknown, ApiEnv, string, unknown> = (result) => {
  if (!result.success) return problemResponse(invalidFields(result.error.issues, result.target === "json"));
};

/** Everything under `/api`. */
export const api = new OpenAPIHono<ApiEnv>({ defaultHook: invalid });

api.use(authenticate);
importRoutes(api);
backupRoutes(api);
uploadRoutes(api);
partRoutes(api);
api.use(jsonBody);
articleRoutes(api);
batchRoutes(api);
redirectRoutes(api);
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
  return problemResponse(unusable(error));
});
