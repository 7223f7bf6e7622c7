import { z } from "@hono/zod-openapi";
import { LIMITS } from "../../model/limits.ts";
import { TOKEN_SCOPES } from "../../model/people.ts";
import { isSlug, slugify } from "../../model/slug.ts";
import { isLanguageTag } from "../../text/language.ts";
import { legal } from "../../text/plain.ts";
import { formerIn, isOurs } from "../former.ts";
import { dateTime, fileUrl, line, moment, named, tagLabels, webUrl } from "./fields.ts";

// What the API takes and gives. The same schemas check the input and make `/openapi.json`.

/** No upper bound here: too long a body is answered with 413, not 422. */
const text = z.string().overwrite(legal);

const linkedImage = z
  .strictObject({
    url: fileUrl,
    alt: line(LIMITS.alt).openapi({ description: "What it shows; empty for decoration." }),
    width: z.int().min(1).max(20_000).optional(),
    height: z.int().min(1).max(20_000).optional(),
  })
  .openapi("LinkedImage");

const ownImage = z
  .strictObject({
    media: z.string().max(40).openapi({ description: "The id of a file of `/api/media`." }),
    alt: line(LIMITS.alt)
      .optional()
      .openapi({ description: "What it shows here; left out: what is said of the file." }),
  })
  .openapi("OwnImage");

const image = z.union([linkedImage, ownImage]).openapi("Image");

const shownImage = linkedImage
  .extend({ media: z.string().optional(), credit: z.string().optional() })
  .openapi("ShownImage");

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

const ownAttachment = z
  .strictObject({
    media: z.string().max(40).openapi({ description: "The id of a file of `/api/media`." }),
    title: line(LIMITS.attachmentTitle).optional(),
    kind: z.enum(["transcript", "chapters"]).optional().openapi({
      description:
        "Of WebVTT or plain text: what is said in the article's sound, or the names of its parts (in plain text, lines like `12:30 The sea`).",
    }),
  })
  .openapi("OwnAttachment");

const ordinal = z.int().min(1).max(100_000);
const episode = z
  .strictObject({
    number: ordinal.optional(),
    season: ordinal.optional(),
    type: z.enum(["full", "trailer", "bonus"]).optional(),
  })
  .openapi("Episode", { description: "Which episode of a programme it is: see `PATCH /api/tags/{slug}`." });

const correction = z
  .strictObject({ date: z.iso.date("must be a day, like 2026-11-26"), text: named(LIMITS.correction) })
  .openapi("Correction", { description: "What was wrong: readers see it under the story, in every format." });

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
  tags: tagLabels,
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
  attachments: z.array(z.union([attachment, ownAttachment])).max(LIMITS.attachments),
  episode,
  corrections: z.array(correction).max(LIMITS.corrections),
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

const address = z
  .string()
  .max(LIMITS.url)
  .overwrite((text) => formerIn(text)?.path ?? text)
  .superRefine((text, context) => {
    const former = formerIn(text);
    const message = former
      ? isOurs(former.path) && !former.path.startsWith("/articles/") && "is an address of ours"
      : `must be a path or a URL, of ${LIMITS.formerPath} bytes at most`;
    if (message) context.addIssue({ code: "custom", message });
  });

/** A new article: all but a title or a body may be left out. */
export const ArticleInput = z
  .strictObject({
    ...fields,
    entry_id: z.string().overwrite(legal).min(1).max(LIMITS.entryId).openapi({
      description:
        "The id that its entry had in the feeds of another system, to the letter: whoever was subscribed there does not see it twice. Left out: one of ours.",
    }),
    addresses: z.array(address).max(LIMITS.addresses).openapi({
      description: "Paths or URLs that it had elsewhere; each redirects to it, wherever it goes.",
    }),
    comments: z.enum(["open", "closed"]).openapi({ description: "Whether readers may comment on it." }),
    imported: z.int().min(1).max(LIMITS.listItems).openapi({
      description:
        "It was public elsewhere before, in feeds of so many entries: webhooks and search engines are not told of it as new, and no list shows more of what came so, since reader apps would have the others as new. Its history has all.",
    }),
    page: z.boolean().openapi({
      description:
        "A page of its own, as an imprint: in no list, linked from the foot of every page. For good.",
    }),
  })
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
    episode: fields.episode.nullable(),
    corrections: fields.corrections.nullable(),
  })
  .partial()
  .superRefine(checkTogether)
  .openapi("ArticlePatch");
export type ArticlePatch = z.infer<typeof ArticlePatch>;

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
  image: shownImage.nullable(),
  attachments: z.array(attachment),
  episode: episode.nullable(),
  corrections: z.array(correction),
  reason: z.string().nullable().openapi({ description: "Why it was withdrawn, where it is." }),
  page: z.boolean().openapi({ description: "Whether it is a page, in no list." }),
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

const scopes = z.array(z.enum(TOKEN_SCOPES)).min(1);
export const TokenInput = z.strictObject({ name: line(LIMITS.name).min(1), scopes }).openapi("TokenInput");
const token = {
  ...{ id: z.uuid(), name: z.string(), scopes, created: moment },
  person: z.string().nullable().openapi({ description: "Whose it is; null for the newsroom's own." }),
};
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
      for_readers: z.int().openapi({ description: "Of these, what people read, and no sitemaps." }),
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
    push: z.object({
      subscriptions: z.int().openapi({ description: "Subscribers at our hub." }),
      topics: z.int().openapi({ description: "Of how many feeds." }),
      behind: z
        .int()
        .openapi({ description: "Batches of them that have yet to be told of the newest change." }),
      late: z.int().openapi({ description: "Subscribers that did not answer, or take their time." }),
      requests: z.int().openapi({ description: "What asks to be one, unconfirmed." }),
    }),
    webhooks: z.object({
      active: z.int(),
      waiting: z.int().openapi({ description: "Deliveries to be made." }),
      paused: z.array(z.object({ id: z.uuid(), url: z.string(), why: z.string().nullable() })),
    }),
    bytes: z.int().openapi({ description: "How large the ledger is." }),
    hours: z
      .array(
        z.object({
          at: moment.openapi({ description: "When the hour began." }),
          outbox: z.int().openapi({ description: "The most documents that KV did not have yet." }),
          edge_calls: z.int().openapi({ description: "How often the edge was told of changes." }),
          dead_letters: z.int().openapi({ description: "Jobs given up." }),
          bytes: z.int().openapi({ description: "How large the ledger was." }),
        }),
      )
      .openapi({ description: "The last two days; hours in which nothing was to be done are left out." }),
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
