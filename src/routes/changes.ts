import { MEDIA_TYPES } from "../http/media.ts";
import { CHANGES } from "../render/representations.ts";
import { settingsOf } from "../settings.ts";
import { CHANGES_KEY, changesKey } from "../store/keys.ts";
import { publicProblem } from "./absent.ts";
import { link } from "./links.ts";
import { type AppContext, serveDocument } from "./serve.ts";

/** `/changes.json`: how far the history of changes goes, for whoever keeps a copy of everything public. */
export function changesHead(c: AppContext): Promise<Response> {
  return serveDocument(c, {
    ...{ key: CHANGES_KEY, representation: CHANGES, absent: publicProblem },
    links: () => [link(`${settingsOf(c.env).url}/changes.json`, "self", MEDIA_TYPES.json)],
  });
}

/** `/changes/{n}.json`: a hundred of them; once it is full, for good. */
export function changes(c: AppContext): Response | Promise<Response> {
  const name = (c.req.param("file") ?? "").slice(0, -".json".length);
  if (!/^[1-9]\d{0,6}$/.test(name)) return publicProblem("missing");
  return serveDocument(c, {
    ...{ key: changesKey(Number(name)), representation: CHANGES, absent: publicProblem },
    links: () => [link(`${settingsOf(c.env).url}/changes.json`, "current", MEDIA_TYPES.json)],
  });
}
