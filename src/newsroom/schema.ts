import { ARTICLES } from "./schema/1-articles.ts";
import { DOCUMENTS } from "./schema/2-documents.ts";
import { ACCESS } from "./schema/3-access.ts";
import { GATHERING } from "./schema/4-gathering.ts";
import { SEARCH } from "./schema/5-search.ts";
import { COMMENTS } from "./schema/6-comments.ts";
import { SITEMAPS } from "./schema/7-sitemaps.ts";
import { FACTS } from "./schema/8-facts.ts";
import { SAFETY } from "./schema/9-safety.ts";
import { EXACT } from "./schema/10-exact.ts";
import { SUMMARIES } from "./schema/11-summaries.ts";
import { MEDIA } from "./schema/12-media.ts";
import { FORMS } from "./schema/13-forms.ts";
import { KEPT } from "./schema/14-kept.ts";
import { SOUND } from "./schema/15-sound.ts";
import { PROGRAMMES } from "./schema/16-programmes.ts";
import { TEXTS } from "./schema/17-texts.ts";
import { PEOPLE } from "./schema/18-people.ts";
import { ACTS } from "./schema/19-acts.ts";
import { FRONT } from "./schema/20-front.ts";
import { ANSWERS } from "./schema/21-answers.ts";
import { TOKENS } from "./schema/22-tokens.ts";
import { PROFILE } from "./schema/23-profile.ts";
import { PAGES } from "./schema/24-pages.ts";
import { DESK } from "./schema/25-desk.ts";
import { CHANGES } from "./schema/26-changes.ts";
import { ARCHIVE } from "./schema/27-archive.ts";
import { HUB } from "./schema/28-hub.ts";
import { WEBHOOKS } from "./schema/29-webhooks.ts";
import { HISTORIES } from "./schema/30-histories.ts";
import { MOVING } from "./schema/31-moving.ts";
import { PACE } from "./schema/32-pace.ts";

/**
 * The ledger's schema: append-only, each step run once and in order.
 * Times are milliseconds since 1970 in UTC; JSON columns hold what is never searched by.
 */
export const MIGRATIONS: readonly string[] = [
  ...[
    ARTICLES,
    DOCUMENTS,
    ACCESS,
    GATHERING,
    SEARCH,
    COMMENTS,
    SITEMAPS,
    FACTS,
    SAFETY,
    EXACT,
    SUMMARIES,
    MEDIA,
    FORMS,
    KEPT,
    SOUND,
    PROGRAMMES,
    TEXTS,
    PEOPLE,
    ACTS,
    FRONT,
    ANSWERS,
    TOKENS,
    PROFILE,
    PAGES,
    DESK,
    CHANGES,
    ARCHIVE,
    HUB,
    WEBHOOKS,
    HISTORIES,
    MOVING,
    PACE,
  ],
];

/**
 * Brings the ledger to the newest schema, from empty or from any earlier release.
 *
 * @throws Error when the ledger was written by a newer release
 */
export function migrate(storage: DurableObjectStorage, steps: readonly string[] = MIGRATIONS): void {
  storage.transactionSync(() => {
    const { sql } = storage;
    sql.exec("CREATE TABLE IF NOT EXISTS migration (step INTEGER PRIMARY KEY)");
    const done = sql.exec<{ n: number }>("SELECT count(*) AS n FROM migration").one().n;
    if (done > steps.length) {
      throw new Error(`the ledger has schema ${done}, this release knows ${steps.length}`);
    }
    steps.slice(done).forEach((step, i) => {
      sql.exec(step);
      sql.exec("INSERT INTO migration VALUES (?)", done + i + 1);
    });
  });
}
