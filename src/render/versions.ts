/**
 * A name for what each renderer makes of the golden documents of `tests/golden`. It is part of every
 * ETag: when a renderer's output changes, so do they, and otherwise no deployment changes any.
 * `npm run golden` writes it; a test fails while it is out of date.
 */
export const RENDERER_VERSIONS = {
  page: "1zf56t1x",
  rss: "2d1xue5v",
  atom: "1ryv13xl",
  text: "2o1pw6qs",
  opml: "3amfe0nk",
} as const;
