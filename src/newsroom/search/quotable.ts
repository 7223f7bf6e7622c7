import type { Article } from "../../model/article.ts";
import { first } from "../ledger.ts";

/** What of a published article's own text may be quoted, as its source allows. */
export function quotableText(sql: SqlStorage, { id, source, body }: Article): string {
  switch (source?.policy ?? "full") {
    case "link":
      return "";
    case "excerpt":
      return body.excerpt;
    case "full":
      return first<{ text: string }>(sql, "SELECT text FROM searchable WHERE article_id = ?", id)?.text ?? "";
  }
}
