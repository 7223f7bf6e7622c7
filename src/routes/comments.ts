import { readUpTo } from "../http/body.ts";
import { isFromElsewhere } from "../http/origin.ts";
import { problemResponse } from "../http/problem.ts";
import { commentsPagePath, commentsPath } from "../model/comment.ts";
import { LIMITS } from "../model/limits.ts";
import { articlePath, FEED_FILES, FEED_FORMATS, type FeedFormat } from "../model/scope.ts";
import { isSlug } from "../model/slug.ts";
import {
  type FormFault,
  type FormState,
  renderOwnComment,
  renderRefusedComment,
} from "../render/html/comment-form.tsx";
import { COMMENTS, COMMENTS_PAGE, LIST } from "../render/representations.ts";
import { settingsOf } from "../settings.ts";
import { COMMENTS_KEY, commentsKey, commentsPageKey } from "../store/keys.ts";
import { absentPage, messagePage, missingPage, publicProblem } from "./absent.ts";
import { readCommentForm, textOf, valuesOf } from "./comment-form.ts";
import { link, listLinks } from "./links.ts";
import { newsroomOf } from "./newsroom.ts";
import { type AppContext, moved, privatePage, seeOther, serveDocument } from "./serve.ts";
import { siteIn } from "./site.ts";
import { isPerson } from "./turnstile.ts";
import { writerOf } from "./visitor.ts";

/** How long a writer waits until what they changed is what readers see, ms. */
const PATIENCE_MS = 3000;

/** The newest comments on all articles, as a page or a feed. */
export function allComments(format: keyof typeof COMMENTS): (c: AppContext) => Promise<Response> {
  return (c) =>
    serveDocument(c, {
      key: COMMENTS_KEY,
      representation: COMMENTS[format],
      links: () =>
        listLinks(settingsOf(c.env).url, { path: "/comments", feed: "/comments/feed.json" }, format),
      absent: (why, tag) => (format === "page" ? missingPage(c, tag) : publicProblem(why, tag)),
    });
}

/** What stands under an article's comments: one of their feeds, or a later page of them. */
export function commentsFile(c: AppContext): Response | Promise<Response> {
  const file = c.req.param("file");
  const format = FEED_FORMATS.find((each) => FEED_FILES[each] === file);
  return format ? commentsFeed(c, format) : commentsPage(c);
}

/** The newest comments on an article, as a feed. */
function commentsFeed(c: AppContext, format: FeedFormat): Response | Promise<Response> {
  const slug = c.req.param("slug") ?? "";
  if (!isSlug(slug)) return publicProblem("missing");
  const places = { path: articlePath(slug), feed: `${commentsPath(slug)}/feed.json` };
  return serveDocument(c, {
    key: commentsKey(slug),
    representation: LIST[format],
    moved: (path) => `${path}/comments/${FEED_FILES[format]}`,
    links: () => listLinks(settingsOf(c.env).url, places, format),
    absent: publicProblem,
  });
}

/** A later page of an article's comments; the first is on the article's own. */
export function commentsPage(c: AppContext): Response | Promise<Response> {
  const slug = c.req.param("slug") ?? "";
  const page = c.req.param("file") ?? "1";
  if (!isSlug(slug) || !/^[1-9]\d{0,5}$/.test(page)) return missingPage(c);
  if (page === "1") return moved(articlePath(slug));
  return serveDocument(c, {
    key: commentsPageKey(slug, Number(page)),
    representation: COMMENTS_PAGE,
    moved: (path) => `${path}/comments/${page}`,
    links: () => [link(settingsOf(c.env).url + commentsPagePath(slug, Number(page)), "canonical")],
    absent: (why, tag, withdrawn) => absentPage(c, why, tag, withdrawn),
  });
}

/**
 * Takes a comment in, from the form of an article, and leads its writer to a page that is theirs
 * alone: 303. What cannot be taken comes back in the form: 422, 403, 429 or 503.
 */
export async function postComment(c: AppContext): Promise<Response> {
  const slug = c.req.param("slug") ?? "";
  if (!isSlug(slug)) return missingPage(c);
  const fields = await fieldsOf(c);
  if (fields instanceof Response) return fields;
  const { comment, faults } = readCommentForm(fields);
  const refuse = (status: number, ...why: FormFault[]) => refused(c, slug, fields, status, why);
  if (isFromElsewhere(c.req.raw.headers, settingsOf(c.env).url)) return refuse(403, "elsewhere");
  if (faults.length) return refuse(422, ...faults);
  if (!(await isPerson(c, fields))) return refuse(403, "robot");
  using comments = await newsroomOf(c.env).comments();
  const outcome = await comments.post(slug, comment, await writerOf(c));
  switch (outcome.kind) {
    case "posted":
      return seeOther(`/comments/${outcome.id}/${outcome.key}`);
    case "not-found":
      return missingPage(c);
    case "closed":
      return refuse(403, "closed");
    case "not-our-form":
      fields.set("token", outcome.token);
      return refuse(403, "token");
    case "no-such-parent":
      fields.delete("parent");
      return refuse(422, "parent");
    case "wait": {
      const answer = await refuse(429, "wait");
      answer.headers.set("Retry-After", String(Math.ceil(outcome.millis / 1000)));
      return answer;
    }
    case "full":
      return refuse(503, "full");
  }
}

/** The page of a comment for its writer alone. */
export async function ownComment(c: AppContext): Promise<Response> {
  using comments = await newsroomOf(c.env).comments();
  const { id, key } = ownParameters(c);
  const own = await comments.own(id, key);
  return own ? ownPage(c, own, false) : missingPage(c);
}

/**
 * Changes a comment for its writer: 303 to its page, 422 for no text, 409 when the time is over, 403
 * for another site's form.
 */
export async function editOwnComment(c: AppContext): Promise<Response> {
  const fields = await fieldsOf(c);
  if (fields instanceof Response) return fields;
  if (isFromElsewhere(c.req.raw.headers, settingsOf(c.env).url)) return messagePage(c, 403, "none");
  using comments = await newsroomOf(c.env).comments();
  const { id, key } = ownParameters(c);
  const text = textOf(fields);
  const edited = text ? await comments.editOwn(id, key, text, PATIENCE_MS) : "no-text";
  if (edited === null) return missingPage(c);
  if (typeof edited === "object") return seeOther(`/comments/${id}/${key}`);
  const own = await comments.own(id, key);
  if (!own) return missingPage(c);
  return edited === "too-late" ? ownPage(c, own, true, 409) : ownPage(c, own, false, 422);
}

/** Withdraws a comment for its writer: 303 to its page, 403 for another site's form. */
export async function withdrawOwnComment(c: AppContext): Promise<Response> {
  if (isFromElsewhere(c.req.raw.headers, settingsOf(c.env).url)) return messagePage(c, 403, "none");
  using comments = await newsroomOf(c.env).comments();
  const { id, key } = ownParameters(c);
  const own = await comments.withdrawOwn(id, key, PATIENCE_MS);
  return own ? seeOther(`/comments/${id}/${key}`) : missingPage(c);
}

function ownParameters(c: AppContext): { id: string; key: string } {
  return { id: c.req.param("id") ?? "", key: c.req.param("key") ?? "" };
}

type Own = Parameters<typeof renderOwnComment>[0];

async function ownPage(c: AppContext, own: Own, late: boolean, status = 200): Promise<Response> {
  const { id, key } = ownParameters(c);
  const page = renderOwnComment(own, `/comments/${id}/${key}`, late, await siteIn(c));
  return privatePage(page, status);
}

async function refused(
  c: AppContext,
  slug: string,
  fields: FormData,
  status: number,
  faults: FormFault[],
): Promise<Response> {
  const settings = settingsOf(c.env);
  const form: FormState = {
    action: settings.url + commentsPath(slug),
    ...valuesOf(fields),
    turnstile: settings.turnstile || undefined,
  };
  return privatePage(renderRefusedComment(form, faults, await siteIn(c)), status);
}

/** The fields of a form, whichever of the two ways it was sent. */
async function fieldsOf(c: AppContext): Promise<FormData | Response> {
  const type = c.req.header("content-type") ?? "";
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type) || !c.req.raw.body) {
    return problemResponse({ status: 415, detail: "Send the form of the page." }, {}, "none");
  }
  const bytes = await readUpTo(c.req.raw.body, LIMITS.formBytes);
  if (bytes === null) {
    return problemResponse({ status: 413, detail: `A form may have ${LIMITS.formBytes} bytes.` }, {}, "none");
  }
  try {
    return await new Response(bytes, { headers: { "Content-Type": type } }).formData();
  } catch {
    return problemResponse({ status: 400, detail: "The form cannot be read." }, {}, "none");
  }
}
