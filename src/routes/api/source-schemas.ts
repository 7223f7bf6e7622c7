import { z } from "@hono/zod-openapi";
import { PICTURE_WISHES, POLICIES } from "../../model/entry.ts";
import { LIMITS } from "../../model/limits.ts";
import { line, moment, tagLabels, toWebUrl } from "./fields.ts";

// What the API takes and gives of followed sources.

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
  pictures: z.enum(PICTURE_WISHES).openapi({
    description:
      "What becomes of the pictures of its stories, where they are shown whole: `keep`, they are asked for once and served from here, so that no reader asks its server (where nothing is said); `link`, readers do; `none`.",
  }),
  tags: tagLabels.openapi({ description: "Added to each of its stories, from now on." }),
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
  pictures: z.enum(PICTURE_WISHES),
  pictures_kept: z.int(),
  pictures_waiting: z.int(),
  pictures_failed: z.int(),
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
  history: z
    .object({
      state: z.enum(["running", "stopped", "done", "failed"]),
      pages: z.int().openapi({ description: "Read so far." }),
      added: z.int().openapi({ description: "Stories that they brought." }),
      next: z.string().nullable(),
      why: z.string().nullable().openapi({ description: "Why it is over, or waits." }),
      started: moment,
    })
    .nullable()
    .openapi({ description: "How bringing in its past goes; null where nobody asked for it." }),
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
