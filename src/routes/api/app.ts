import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { Env } from "../../env.ts";
import { failed, notFound, otherMethod } from "../edges.ts";
import { api } from "./api.ts";
import { openapi } from "./openapi.ts";

/** What programs are offered, as an app of its own: an isolate that only serves readers never makes it. */
export const apiApp = new Hono<{ Bindings: Env }>();

apiApp.use(methodNotAllowed({ app: apiApp, onMethodNotAllowed: otherMethod }));
apiApp.route("/api", api);
apiApp.get("/openapi.json", openapi);
apiApp.notFound(notFound);
apiApp.onError(failed);
