import type { ArticleDocument } from "../model/document.ts";

/**
 * The chapters of an episode for podcast apps
 * (https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md).
 */
export function renderChapters({ title, _dateline: { chapters = [] } }: ArticleDocument): string {
  const list = chapters.map(({ start, text }) => ({ startTime: start, title: text }));
  return JSON.stringify({ version: "1.2.0", title, chapters: list });
}
