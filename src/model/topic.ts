import { commentsPath } from "./comment.ts";
import {
  FEED_FILES,
  FEED_FORMATS,
  type FeedFormat,
  HOME,
  KINDS_BY_FOLDER,
  type Scope,
  scopePath,
} from "./scope.ts";
import { isSlug, type Slug } from "./slug.ts";

/** Where our hub is (WebSub §5.1). */
export const HUB_PATH = "/hub";

/**
 * A feed that can be subscribed to at our hub: of a list, or of comments. A search is none, nor is a part of a
 * history, which has no changes of its own.
 */
export type Topic = { format: FeedFormat } & (
  | { kind: "list"; scope: Scope }
  | { kind: "comments"; slug: Slug }
  | { kind: "all-comments" }
);

/**
 * The feed at a path, as its own links name it.
 *
 * @param path percent-encoded
 * @returns null for what is no feed, or another spelling of one
 */
export function topicAt(path: string): Topic | null {
  const slash = path.lastIndexOf("/");
  const format = FEED_FORMATS.find((each) => FEED_FILES[each] === path.slice(slash + 1));
  const list = path.slice(0, slash);
  if (!format) return null;
  if (list === "") return { kind: "list", scope: HOME, format };
  if (list === "/comments") return { kind: "all-comments", format };
  const [, folder = "", name = "", ...rest] = list.split("/");
  const slug = decoded(name);
  if (!isSlug(slug)) return null;
  const comments = { kind: "comments", slug, format } as const;
  if (commentsPath(slug) === list) return comments;
  const kind = KINDS_BY_FOLDER[folder];
  const scope = kind && ({ kind, slug } as const);
  return scope && rest.length === 0 && scopePath(scope) === list ? { kind: "list", scope, format } : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // no slug
  }
}
