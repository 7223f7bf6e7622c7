import { version } from "../../../package.json";
import { cacheHeaders } from "../../http/caching.ts";
import { mediaHeaders } from "../../http/media.ts";
import type { AppContext } from "../serve.ts";
import { siteIn } from "../site.ts";
import { fixed } from "../static.ts";
import { api } from "./api.ts";

api.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });

/** `/openapi.json`: the API, described by the schemas that check it (OpenAPI 3.1). */
export async function openapi(c: AppContext): Promise<Response> {
  const { title, url } = await siteIn(c);
  const document = api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: `${title}: API`, version, license: { name: "MIT" } },
    servers: [{ url: `${url}/api` }],
  });
  return fixed(c, JSON.stringify(document), { ...mediaHeaders("json"), ...cacheHeaders("document") });
}
