import { headline } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import { pathOf } from "../../model/page.ts";
import type { PageLink } from "../../model/profile.ts";
import { HELD } from "../agenda.ts";
import { type ArticleRow, articleOf } from "../articles/articles.ts";
import { read } from "../documents/readers.ts";
import type { Ledger } from "../ledger.ts";

/** Public pages in the order in which they came; `held` while some may be answered that there is none. */
export const PUBLIC_PAGES = `SELECT *, id IN (${HELD}) AS held FROM article
  WHERE page = 1 AND status = 'published' ORDER BY published, id LIMIT ${LIMITS.pages}`;

/** The pages that the foot of every page leads to. */
export function pageLinks(ledger: Ledger): PageLink[] {
  return ledger.sql
    .exec<ArticleRow & { held: number }>(PUBLIC_PAGES)
    .toArray()
    .flatMap(({ held, ...row }) => {
      read(ledger, `face/${row.id}`);
      if (held) return [];
      const article = articleOf(ledger, row as ArticleRow);
      return [{ path: pathOf(article), title: headline(article), language: article.language }];
    });
}
