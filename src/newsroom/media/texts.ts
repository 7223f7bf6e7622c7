import type { Article, AttachmentKind } from "../../model/article.ts";
import { fileAt } from "../../model/media.ts";
import { cuesIn } from "../../text/cues.ts";
import type { Chapter, Cue } from "../../text/vtt.ts";
import { first } from "../ledger.ts";

/** What is said in a file of an article that is of a kind: a transcript, or the names of chapters. */
export function cuesOf(
  sql: SqlStorage,
  { attachments }: Pick<Article, "attachments">,
  kind: AttachmentKind,
): Cue[] {
  const file = attachments.find((each) => each.kind === kind);
  const id = file && fileAt(file.url)?.id;
  const row = id && first<{ text: string }>(sql, "SELECT text FROM media_text WHERE id = ?", id);
  return row ? cuesIn(row.text) : [];
}

/** Where the parts of an article's sound begin, and what they are called. */
export function chaptersOf(sql: SqlStorage, article: Pick<Article, "attachments">): Chapter[] {
  return cuesOf(sql, article, "chapters").flatMap(({ start, text }) =>
    start === undefined ? [] : [{ start, text }],
  );
}
