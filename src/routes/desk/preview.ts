import type { Hono } from "hono";
import { getCookie } from "hono/cookie";
import { securityHeaders } from "../../http/security.ts";
import type { OpenStory } from "../../model/copy.ts";
import type { ArticleDocument } from "../../model/document.ts";
import { renderPreview, renderPreviewKey } from "../../render/desk/preview.tsx";
import { renderArticlePage } from "../../render/html/article.tsx";
import { settingsOf } from "../../settings.ts";
import { sha256Hex } from "../../store/sha256.ts";
import { isUuid } from "../../text/uuid.ts";
import { newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { siteIn } from "../site.ts";
import { limited } from "./entry.ts";
import { contextOf, field, formOf, messagePage, page } from "./pages.ts";
import { newSecret } from "./secrets.ts";
import { cookie, type DeskEnv, type DeskHono } from "./session.ts";
import { type Fault, toInput } from "./story-form.ts";

// A story as readers would get it, by the same renderer: for who writes it, and for who has a link.

const SECRET = /^[0-9a-f]{64}$/;
/** How long a browser keeps what a link gave it, seconds; the link itself may end before. */
const KEPT_S = 7 * 86_400;

/** The routes of previews for who is at the desk. @param storyOf the story that a request is about */
export function previewRoutes(
  desk: Hono<DeskEnv>,
  storyOf: (c: DeskHono) => Promise<OpenStory | null>,
): void {
  desk.get("/desk/stories/:id/preview", async (c) => overview(c, await storyOf(c), null));

  desk.post("/desk/stories/:id/preview/links", async (c) => {
    const story = await storyOf(c);
    if (!story) return messagePage(c, 404, "missing");
    const { secret, hash } = await newSecret();
    using writing = await newsroomOf(c.env).writing();
    const id = await writing.addLink(story.id, hash, c.get("session").person);
    // The part after `#` reaches no server: no log and no `Referer` has it.
    const link = id && `${settingsOf(c.env).url}/desk/preview/${id}#${secret}`;
    return link ? overview(c, story, link) : messagePage(c, 403, "forbidden");
  });

  desk.post("/desk/stories/:id/preview/links/:link", async (c) => {
    const story = await storyOf(c);
    if (!story) return messagePage(c, 404, "missing");
    using writing = await newsroomOf(c.env).writing();
    await writing.removeLink(story.id, c.req.param("link"), c.get("session").person);
    return seeOther(`/desk/stories/${story.id}/preview`);
  });

  desk.get("/desk/stories/:id/preview/page", async (c) => {
    const story = await storyOf(c);
    const document = story && (await documentOf(c, story));
    return document && !Array.isArray(document) ? articlePage(c, document) : messagePage(c, 404, "missing");
  });
}

/** The routes of previews for who has a link, and no account. */
export function linkRoutes(desk: Hono<DeskEnv>): void {
  desk.get("/desk/preview/:id", limited, async (c) => {
    const id = c.req.param("id");
    const secret = getCookie(c, cookieName(id)) ?? "";
    if (!isUuid(id)) return messagePage(c, 404, "missing");
    if (!SECRET.test(secret)) return page(renderPreviewKey(await contextOf(c), id, false));
    using writing = await newsroomOf(c.env).writing();
    const hash = await sha256Hex(secret);
    const story = await writing.openByLink(id, hash);
    if (!story) return page(renderPreviewKey(await contextOf(c), id, true), 410);
    const input = toInput(story, null, settingsOf(c.env).url);
    const document = Array.isArray(input) ? null : await writing.previewByLink(id, hash, input);
    return document ? articlePage(c, document) : messagePage(c, 404, "unready");
  });

  desk.post("/desk/preview/:id", limited, async (c) => {
    const id = c.req.param("id");
    const secret = field(await formOf(c), "secret")
      .replace(/^.*#/, "")
      .trim();
    if (!isUuid(id) || !SECRET.test(secret)) return page(renderPreviewKey(await contextOf(c), id, true), 410);
    const path = `/desk/preview/${id}`;
    return seeOther(path, cookie(c, { name: cookieName(id), value: secret, path, seconds: KEPT_S }));
  });
}

const cookieName = (id: string) => `preview-${id}`;

/** A story on a phone and on a desk, in results and feeds, and who else may read it. */
async function overview(c: DeskHono, story: OpenStory | null, link: string | null): Promise<Response> {
  if (!story) return messagePage(c, 404, "missing");
  const document = await documentOf(c, story);
  using writing = await newsroomOf(c.env).writing();
  const links = await writing.links(story.id, c.get("session").person);
  const faults = Array.isArray(document) ? document : [];
  const shown = Array.isArray(document) ? null : document;
  const html = renderPreview(await contextOf(c), { id: story.id, faults, document: shown, links, link });
  return framing(c, page(html));
}

/** What readers would get; or why it cannot be made. */
async function documentOf(c: DeskHono, story: OpenStory): Promise<ArticleDocument | Fault[] | null> {
  const input = toInput(story, null, settingsOf(c.env).url);
  if (Array.isArray(input)) return input;
  using writing = await newsroomOf(c.env).writing();
  return writing.preview(story.id, input, c.get("session").person);
}

const articlePage = async (c: DeskHono, document: ArticleDocument) =>
  framing(c, page(renderArticlePage(document, await siteIn(c))));

/** Lets pages of the desk stand in one another. */
export function framing(c: DeskHono, response: Response): Response {
  for (const [name, value] of securityHeaders(settingsOf(c.env))) {
    const isPolicy = name === "Content-Security-Policy";
    const framed = value.replace("frame-ancestors 'none'", "frame-src 'self'; frame-ancestors 'self'");
    response.headers.set(name, isPolicy ? framed : value);
  }
  return response;
}
