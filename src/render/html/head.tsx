import { FAVICON_PATH, MARK_PATH, TOUCH_ICON } from "../../model/icons.ts";
import { isIcon } from "../../model/profile.ts";
import { SCRIPT_PATH, stylesheetPath } from "../assets.ts";
import type { PageContext } from "./context.ts";
import { FEED_NAMES, FEED_TYPES, type Feeds, FORMATS } from "./feeds.ts";
import { socialOf } from "./social.ts";

/** What the head of a page says of it. URLs are absolute. */
export interface PageHead {
  /** Without the publication's name. */
  title?: string | undefined;
  description?: string | undefined;
  /** BCP 47, of what it is about, where that is not the site's. */
  language?: string | undefined;
  /** The page's own URL, or the original's; none for an error. */
  canonical?: string | undefined;
  /** The page's own URL, where its original is elsewhere. */
  url?: string | undefined;
  /** Whether it may be found, but not as news. */
  noNews?: boolean | undefined;
  /** The feeds of what this page lists. */
  feeds?: Feeds | undefined;
  /** The feed of the comments on this page. */
  comments?: string | undefined;
  /** Other forms of this very page, by media type. */
  forms?: Record<string, string> | undefined;
  image?: SharedPicture | undefined;
  article?: { published: string; modified: string; tags: string[] } | undefined;
  /** schema.org, as an object. */
  structured?: object | undefined;
}

/** A picture that a link to the page shows. */
interface SharedPicture {
  url: string;
  alt: string;
  width?: number | undefined;
  height?: number | undefined;
}

/** The publication's logo where it is a square, else the marks that came with the deployment. */
function Icons({ site: { url, logo } }: Pick<PageContext, "site">) {
  if (!isIcon(logo))
    return (
      <>
        <link rel="icon" href={url + FAVICON_PATH} sizes="32x32" />
        <link rel="icon" href={url + MARK_PATH} type="image/svg+xml" sizes="any" />
        <link rel="apple-touch-icon" href={url + TOUCH_ICON.path} />
      </>
    );
  const { path, type, width, height } = logo;
  const isDrawn = type === "image/svg+xml";
  return (
    <>
      <link rel="icon" href={url + path} type={type} sizes={isDrawn ? "any" : `${width}x${height}`} />
      <link rel="apple-touch-icon" href={url + (isDrawn ? TOUCH_ICON.path : path)} />
    </>
  );
}

/** What goes before the body of a page: its names, its feeds, and what a link to it shows elsewhere. */
export function Head({ context: { site, strings }, head }: { context: PageContext; head: PageHead }) {
  const title = head.title ? `${head.title} · ${site.title}` : site.title;
  return (
    <head>
      <meta charset="utf-8" />
      <title>{title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {head.description ? <meta name="description" content={head.description} /> : null}
      {head.canonical ? (
        <link rel="canonical" href={head.canonical} />
      ) : (
        <meta name="robots" content="noindex" />
      )}
      {head.noNews ? <meta name="googlebot-news" content="noindex" /> : null}
      <link rel="stylesheet" href={site.url + stylesheetPath(site.accent)} />
      <Icons site={site} />
      {FORMATS.map((format) =>
        head.feeds ? (
          <link
            rel="alternate"
            type={FEED_TYPES[format]}
            href={head.feeds[format]}
            title={`${head.feeds.title ?? title} (${FEED_NAMES[format]})`}
          />
        ) : null,
      )}
      {head.comments ? (
        <link rel="alternate" type={FEED_TYPES.atom} href={head.comments} title={strings.comments} />
      ) : null}
      {Object.entries(head.forms ?? {}).map(([type, href]) => (
        <link rel="alternate" type={type} href={href} />
      ))}
      {socialOf(head, site).map(([property, content]) => (
        <meta property={property} content={content} />
      ))}
      {head.structured ? (
        <script
          type="application/ld+json"
          dangerouslySetInnerHTML={{ __html: JSON.stringify(head.structured).replaceAll("<", "\\u003c") }}
        />
      ) : null}
      <script src={site.url + SCRIPT_PATH} defer />
    </head>
  );
}
