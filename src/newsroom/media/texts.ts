import type { Article, AttachmentKind } from "../../model/article.ts";
import { fileAt } from "../../model/media.ts";
import { type Cue, parseVtt } from "../../text/vtt.ts";
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
  return (row && parseVtt(row.text)) || [];
}
