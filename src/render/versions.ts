/**
 * A name for what each renderer makes of the golden documents of `tests/golden`. It is part of every
 * ETag: when a renderer's output changes, so do they, and otherwise no deployment changes any.
 * `npm run golden` writes it; a test fails while it is out of date.
 */
export const RENDERER_VERSIONS = {
  page: "39k99k78",
  rss: "8c8lzdf5",
  atom: "2xjvrfgl",
  text: "38b4f0fb",
  opml: "3amfe0nk",
} as const;
