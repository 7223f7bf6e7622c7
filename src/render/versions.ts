/**
 * A name for what each renderer makes of the golden documents of `tests/golden`. It is part of every
 * ETag: when a renderer's output changes, so do they, and otherwise no deployment changes any.
 * `npm run golden` writes it; a test fails while it is out of date.
 */
export const RENDERER_VERSIONS = {
  page: "2oq1ped1",
  rss: "3oo8b0lm",
  atom: "3ad66isa",
  text: "3053tlmq",
  opml: "3amfe0nk",
} as const;
