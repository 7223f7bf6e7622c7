import { z } from "@hono/zod-openapi";
import { POLICIES } from "../../model/entry.ts";
import { LIMITS } from "../../model/limits.ts";
import { isSlug, slugify } from "../../model/slug.ts";
import { TOKEN_SCOPES } from "../../newsroom/tokens.ts";
import { isLanguageTag } from "../../text/language.ts";
import { legal, oneLine } from "../../text/plain.ts";

// What the API takes and gives. The same schemas check the input and make `/openapi.json`.

const line = (max: number) => z.string().overwrite(oneLine).max(max);

const hasSlug = (name: string) => slugify(name) !== "";
const named = (max: number) => line(max).min(1).refine(hasSlug, "needs a letter or a digit");

const webUrl = z
  .string()
  .max(LIMITS.url)
  .overwrite((url) => toWebUrl(url) ?? url)
  .refine((url) => toWebUrl(url) !== null, "must be an http or https URL")
  .openapi({ format: "uri" });

/** A file may be our own: a path from the root. */
const fileUrl = z
  .string()
  .max(LIMITS.url)
  .overwrite((url) => toFileUrl(url) ?? url)
  .refine((url) => toFileUrl(url) !== null, "must be an http or https URL, or a path that begins with /")
  .openapi({ format: "uri-reference" });

function toWebUrl(text: string): string | null {
  const url = URL.parse(text.trim());
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
}

function toFileUrl(text: string): string | null {
  if (!/^\/(?!\/)/.test(text)) return toWebUrl(text);
  const url = URL.parse(text, "https://own.invalid");
  return url?.host === "own.invalid" ? url.pathname + url.search : null;
}

const EARLIEST = Date.UTC(1900, 0, 1);
const YEAR_MS = 366 * 86_400_000;

const dateTime = z.iso
  .datetime({ offset: true, error: "must be an RFC 3339 date and time with a zone" })
  .refine(
    (text) => Date.parse(text) >= EARLIEST && Date.parse(text) <= Date.now() + YEAR_MS,
    "must lie between 1900 and a year from now",
  );

/** No upper bound here: too long a body is answered with 413, not 422. */
const text = z.string().overwrite(legal);

const image = z
  .strictObject({
    url: fileUrl,
    alt: line(LIMITS.alt).openapi({ description: "What it shows; empty for decoration." }),
    width: z.int().min(1).max(20_000).optional(),
    height: z.int().min(1).max(20_000).optional(),
  })
  .openapi("Image");

const attachment = z
  .strictObject({
    url: fileUrl,
    mime_type: z
      .string()
      .max(LIMITS.mimeType)
      .regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/i, "must be a media type"),
    title: line(LIMITS.attachmentTitle).optional(),
    size_in_bytes: z.int().min(0).max(1e12).optional(),
    duration_in_seconds: z.number().min(0).max(1e7).optional(),
  })
  .openapi("Attachment");

const source = z
  .strictObject({ name: named(LIMITS.name), url: webUrl, feed_url: webUrl.optional() })
  .openapi("Source", {
    description: "The publication that had the article first. Known by its name; its first address is kept.",
  });

const fields = {
  title: line(LIMITS.title).openapi({
    description: "Plain text. Left out, feeds show the beginning of the body.",
  }),
  markdown: text.openapi({
    description: `CommonMark with tables; at most ${LIMITS.bodyBytes} bytes. Not together with \`html\`.`,
  }),
  html: text.openapi({
    description: `Any HTML; scripts, styles, forms and frames are removed. At most ${LIMITS.bodyBytes} bytes.`,
  }),
  standfirst: line(LIMITS.standfirst),
  tags: z
    .array(named(LIMITS.tagLabel))
    .max(LIMITS.tags)
    .openapi({ description: "Labels as a reader sees them; `libya` and `Libya` are one tag." }),
  authors: z.array(named(LIMITS.name)).max(LIMITS.authors),
  source,
  language: z
    .string()
    .max(35)
    .refine(isLanguageTag, "must be a BCP 47 language tag")
    .openapi({ description: "Left out: the publication's, or Arabic or Hebrew where the text is." }),
  slug: z
    .string()
    .max(100)
    .refine(isSlug, {
      error: ({ input }) => `must be lower case with hyphens, like "${slugify(String(input)) || "a-slug"}"`,
    })
    .openapi({ description: "Left out: made from the title." }),
  published: dateTime.openapi({ description: "Left out: now. In the future: scheduled." }),
  updated: dateTime.openapi({ description: "For imports: the last significant change." }),
  canonical_url: webUrl.openapi({ description: "Where the original is." }),
  image,
  attachments: z.array(attachment).max(LIMITS.attachments),
  status: z.enum(["draft", "published"]),
};

type Bodies = {
  title?: string | null | undefined;
  markdown?: string | null | undefined;
  html?: string | null | undefined;
};
type Dates = { published?: string | null | undefined; updated?: string | null | undefined };

function checkTogether(input: Bodies & Dates, context: z.RefinementCtx): void {
  if (input.markdown && input.html) {
    context.addIssue({ code: "custom", path: ["html"], message: "give `markdown` or `html`, not both" });
  }
  if (input.updated && Date.parse(input.updated) > Date.now()) {
    context.addIssue({ code: "custom", path: ["updated"], message: "must not lie in the future" });
  }
  if (input.updated && input.published && Date.parse(input.updated) < Date.parse(input.published)) {
    context.addIssue({ code: "custom", path: ["updated"], message: "must not be before `published`" });
  }
}

/** A new article: all but a title or a body may be left out. */
export const ArticleInput = z
  .strictObject(fields)
  .partial()
  .superRefine((input, context) => {
    checkTogether(input, context);
    if (!input.title && !input.markdown?.trim() && !input.html?.trim()) {
      context.addIssue({ code: "custom", path: ["title"], message: "an article needs a title or a body" });
    }
  })
  .openapi("ArticleInput", {
    example: { title: "The harbour opens", markdown: "The *first* ship…", tags: ["Libya", "Trade"] },
  });
export type ArticleInput = z.infer<typeof ArticleInput>;

/** A change: what is named is replaced, null removes it (RFC 7396). */
export const ArticlePatch = z
  .strictObject({
    ...fields,
    title: fields.title.nullable(),
    markdown: fields.markdown.nullable(),
    html: fields.html.nullable(),
    standfirst: fields.standfirst.nullable(),
    tags: fields.tags.nullable(),
    authors: fields.authors.nullable(),
    source: fields.source.nullable(),
    language: fields.language.nullable(),
    canonical_url: fields.canonical_url.nullable(),
    image: fields.image.nullable(),
    attachments: fields.attachments.nullable(),
  })
  .partial()
  .superRefine(checkTogether)
  .openapi("ArticlePatch");
export type ArticlePatch = z.infer<typeof ArticlePatch>;

const moment = z.string().openapi({ format: "date-time" });

const summary = {
  id: z.uuid(),
  slug: z.string(),
  url: z.string().openapi({ format: "uri", description: "The public page." }),
  revision: z.int(),
  status: z.enum(["draft", "scheduled", "published", "withdrawn"]),
  title: z.string(),
  standfirst: z.string(),
  tags: z.array(z.string()),
  authors: z.array(z.string()),
  source: z.object({ name: z.string(), url: z.string(), feed_url: z.string().optional() }).nullable(),
  language: z.string(),
  canonical_url: z.string().nullable(),
  image: image.nullable(),
  attachments: z.array(attachment),
  words: z.int(),
  published: moment,
  updated: moment.openapi({ description: "The last significant change." }),
  created: moment,
  modified: moment.openapi({ description: "The last revision." }),
};

export const ArticleSummary = z.object(summary).openapi("ArticleSummary");
export const Article = z
  .object({ ...summary, html: z.string(), markdown: z.string().nullable() })
  .openapi("Article");
export const ArticlePage = z
  .object({
    articles: z.array(ArticleSummary),
    next: z.string().nullable().openapi({ description: "The next page's `cursor`." }),
  })
  .openapi("ArticlePage");

export const Tag = z
  .object({ slug: z.string(), label: z.string(), aliases: z.array(z.string()), count: z.int() })
  .openapi("Tag");
export const TagPage = z.object({ tags: z.array(Tag), next: z.string().nullable() }).openapi("TagPage");
export const TagPatch = z.strictObject({ label: named(LIMITS.tagLabel) }).openapi("TagPatch");

/** An address as a person types it: the scheme may be missing. */
const feedAddress = z
  .string()
  .max(LIMITS.url)
  .overwrite((text) => text.trim())
  .refine(
    (text) =>
      toWebUrl(/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]+:\d/.test(text) ? text : `https://${text}`) !==
      null,
    "must be the address of a site or a feed",
  )
  .openapi({ description: "Of a feed, or of a page that names one." });

const filter = z.array(line(LIMITS.tagLabel).min(1)).max(LIMITS.filterWords);

const sourceFields = {
  policy: z.enum(POLICIES).openapi({
    description: "How its stories are shown: whole, as an excerpt with a link, or as a headline with a link.",
  }),
  tags: fields.tags.openapi({ description: "Added to each of its stories, from now on." }),
  include: filter.openapi({
    description: "Only entries that have one of these words or phrases are taken; all, where there is none.",
  }),
  exclude: filter.openapi({ description: "Entries that have one of these words or phrases are left." }),
};

export const SourceInput = z
  .strictObject({ url: feedAddress, ...sourceFields })
  .partial()
  .required({ url: true })
  .openapi("SourceInput", { example: { url: "https://example.org/", policy: "full", tags: ["Libya"] } });

export const SourcePatch = z
  .strictObject({ ...sourceFields, status: z.enum(["active", "paused"]) })
  .partial()
  .openapi("SourcePatch");

const outcome = z.object({
  at: moment,
  kind: z.enum(["new", "same", "failed"]),
  status: z.int().nullable().openapi({ description: "HTTP; null without an answer, or from a hub." }),
  text: z.string().openapi({ description: "In plain words." }),
});

const followed = {
  id: z.uuid(),
  slug: z.string(),
  title: z.string(),
  home_page_url: z.string(),
  feed_url: z.string(),
  page: z.string().openapi({ description: "Its page here." }),
  language: z.string().nullable(),
  policy: z.enum(POLICIES),
  tags: z.array(z.string()),
  include: z.array(z.string()),
  exclude: z.array(z.string()),
  status: z.enum(["active", "paused", "refused", "gone"]).openapi({
    description: "`refused`: it answered 401 or 403 and is left alone; `gone`: it answered 410.",
  }),
  hub: z.object({ url: z.string(), topic: z.string(), lease_until: moment.nullable() }).nullable(),
  articles: z.int(),
  last_story: moment.nullable(),
  interval_seconds: z.int().openapi({ description: "Between reads, as learned from how often it changes." }),
  failures: z.int().openapi({ description: "In a row." }),
  last_fetch: outcome.nullable(),
  next_fetch: z.object({ at: moment, why: z.string() }).nullable(),
  error: z.string().nullable(),
  outcomes: z.array(outcome).openapi({ description: "The last ten, newest first." }),
  created: moment,
};
export const FollowedSource = z.object(followed).openapi("FollowedSource");
export const NewSource = z
  .object({ ...followed, entries: z.int().openapi({ description: "In the feed at the moment." }) })
  .openapi("NewSource");
export const SourcePage = z
  .object({ sources: z.array(FollowedSource), next: z.string().nullable() })
  .openapi("SourcePage");
export const Imported = z
  .object({
    added: z.int(),
    known: z.int().openapi({ description: "Followed already." }),
    refused: z.array(z.object({ url: z.string(), detail: z.string() })),
  })
  .openapi("Imported");

const scopes = z.array(z.enum(TOKEN_SCOPES)).min(1);
export const TokenInput = z.strictObject({ name: line(LIMITS.name).min(1), scopes }).openapi("TokenInput");
const token = { id: z.uuid(), name: z.string(), scopes, created: moment };
const Token = z.object(token).openapi("Token");
export const NewToken = z
  .object({ ...token, token: z.string().openapi({ description: "The secret; shown this once." }) })
  .openapi("NewToken");
export const TokenList = z.object({ tokens: z.array(Token) }).openapi("TokenList");

export const Status = z
  .object({
    version: z.string(),
    deployment: z.string(),
    articles: z.record(z.string(), z.int()),
    tags: z.int(),
    sources: z.int(),
    authors: z.int(),
    outbox: z.object({
      length: z.int().openapi({ description: "Documents that KV does not have yet." }),
      oldest_seconds: z.int(),
      error: z.string().nullable(),
    }),
    fetching: z.object({
      feeds: z.int(),
      due: z.int().openapi({ description: "Feeds whose time has come." }),
      overdue_seconds: z.int().openapi({ description: "How long the first of them has waited." }),
      in_flight: z.int().openapi({ description: "Hosts that are being read." }),
      dead_letters: z.object({
        count: z.int().openapi({ description: "Jobs given up, of the last hundred." }),
        last: z.object({ at: moment, host: z.string(), feeds: z.array(z.string()) }).nullable(),
      }),
    }),
  })
  .openapi("Status");

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .openapi("Problem");
