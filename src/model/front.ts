import type { ArticleId, Millis } from "./article.ts";

/** A story that stands first on the front page. */
export interface FrontStory {
  id: ArticleId;
  title: string;
  /** When it goes back to its place among the others; null for when somebody takes it away. */
  until: Millis | null;
}
