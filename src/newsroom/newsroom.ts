import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import type {
  ArticleChange,
  ArticleId,
  ArticleStatus,
  Millis,
  NewArticle,
  Revision,
} from "../model/article.ts";
import type { AskDocument } from "../model/found.ts";
import type { Slug } from "../model/slug.ts";
import { type ArticleSummary, type ArticleView, summaryOf, viewOf } from "../model/view.ts";
import { settingsOf } from "../settings.ts";
import { articleKey, type DocumentKey } from "../store/keys.ts";
import { nextWake, remind } from "./agenda.ts";
import { articleOf, listArticles, rowById } from "./articles/articles.ts";
import { changeArticle, createArticle, type WriteOutcome, withdrawArticle } from "./articles/editing.ts";
import { type RepeatableRequest, recall, remember } from "./articles/idempotency.ts";
import { Seen } from "./articles/seen.ts";
import { listTags, renameTag, type TagOutcome, type TagView } from "./articles/tags.ts";
import { type ExportPlace, exportPart } from "./backup/export.ts";
import { Malformed, type RestoreOutcome, restorePart } from "./backup/restore.ts";
import { Comments } from "./comments/desk.ts";
import type { Newsdesk, Wait } from "./desk.ts";
import { touchEverything } from "./documents/everything.ts";
import { tellEdge } from "./documents/invalidation.ts";
import { materialise } from "./documents/materialise.ts";
import type { Outside } from "./documents/outside.ts";
import { touchReaders } from "./documents/readers.ts";
import { installTriggers } from "./documents/triggers.ts";
import { untilWritten } from "./documents/waiting.ts";
import { type Access, workOffAgenda } from "./due.ts";
import { Gathering } from "./gathering/desk.ts";
import { first, type Ledger } from "./ledger.ts";
import {
  addToken,
  findToken,
  listTokens,
  removeToken,
  type TokenScope,
  type TokenView,
} from "./people/tokens.ts";
import { migrate } from "./schema.ts";
import { ask } from "./search/answers.ts";
import { searchFeed, searchPage } from "./search/results.ts";
import { type Status, statusOf } from "./status.ts";

/** The outcome of a write, ready for the API. */
export type Answer =
  | Exclude<WriteOutcome, { kind: "saved" }>
  | { kind: "saved"; article: ArticleSummary }
  | { kind: "key-reused" };

/** Changes when documents of the same ledger are built differently; then all are written anew. */
const DOCUMENT_VERSION = "4";

const pageOf = (answer: Answer): DocumentKey | undefined =>
  answer.kind === "saved" ? articleKey(answer.article.slug) : undefined;

/**
 * The ledger and the only writer: every change of anything is a method of this Durable Object.
 *
 * A method changes the ledger, and notes in the outbox which documents that puts out of date, in
 * one transaction. What it acknowledged is durable; documents follow right after, and again from the
 * alarm until KV has them.
 */
export class Newsroom extends DurableObject<Env> {
  /** The time, ms. Tests set another clock. */
  clock: () => number = Date.now;
  /** Makes a UUID. Tests have theirs from a seed, since ids order what has the same date. */
  newId: () => string = () => crypto.randomUUID();
  /** How long KV may take for a write. Tests have less of it. */
  patience: Millis = 20_000;
  private readonly seen = new Seen();
  private running: Promise<void> | null = null;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.blockConcurrencyWhile(async () => {
      migrate(state.storage);
      installTriggers(state.storage.sql);
      this.followSettings();
    });
  }

  /** Publishes, schedules or drafts an article. A repeated request gets the answer it had. */
  async publish(
    input: NewArticle,
    editor: string,
    options: { request: RepeatableRequest | null; wait: Wait },
  ): Promise<Answer> {
    const { request } = options;
    const answer = this.write((ledger): Answer => {
      const known = request && recall<Answer>(ledger, request);
      if (known === "mismatch") return { kind: "key-reused" };
      if (known) return known.answer;
      const outcome = this.answer(createArticle(ledger, input, editor));
      if (request && outcome.kind === "saved") remember(ledger, request, outcome);
      return outcome;
    });
    await this.documentsWritten(options.wait, pageOf(answer));
    return answer;
  }

  /** Changes an article; see `changeArticle`. */
  async edit(
    id: ArticleId,
    expected: Revision[] | null,
    change: ArticleChange,
    editor: string,
    wait: Wait,
  ): Promise<Answer> {
    const answer = this.write((ledger) => this.answer(changeArticle(ledger, id, expected, change, editor)));
    await this.documentsWritten(wait, pageOf(answer));
    return answer;
  }

  /** Withdraws an article; see `withdrawArticle`. */
  async withdraw(id: ArticleId, expected: Revision[] | null, editor: string, wait: Wait): Promise<Answer> {
    const answer = this.write((ledger) => this.answer(withdrawArticle(ledger, id, expected, editor)));
    await this.documentsWritten(wait, pageOf(answer));
    return answer;
  }

  /** An article with its body, whatever its status; null where there is none. */
  article(id: ArticleId): ArticleView | null {
    const ledger = this.ledger();
    const row = rowById(ledger.sql, id);
    return row ? viewOf(articleOf(ledger, row), ledger.settings.url) : null;
  }

  /** Articles by creation, newest first; see `listArticles`. */
  articles(
    status: ArticleStatus | null,
    before: { created: number; id: ArticleId } | null,
    limit: number,
  ): ReturnType<typeof listArticles> {
    return listArticles(this.ledger(), status, before, limit);
  }

  tags(after: string, limit: number): TagView[] {
    return listTags(this.ledger().sql, after, limit);
  }

  /** Renames a tag; see `renameTag`. */
  async renameTag(slug: Slug, label: string, wait: Wait): Promise<TagOutcome> {
    const outcome = this.write((ledger) => renameTag(ledger, slug, label));
    await this.documentsWritten(wait);
    return outcome;
  }

  addToken(name: string, hash: string, scopes: TokenScope[]): TokenView {
    return this.write((ledger) => addToken(ledger, name, hash, scopes));
  }

  findToken(hash: string): TokenView | null {
    return findToken(this.ledger().sql, hash) ?? null;
  }

  tokens(): TokenView[] {
    return listTokens(this.ledger().sql);
  }

  removeToken(id: string): boolean {
    return this.write(({ sql }) => removeToken(sql, id));
  }

  /** A page of what a query finds, as JSON. @param page from 1 */
  searchPage(query: string, page: number): string {
    return JSON.stringify(searchPage(this.ledger(), query, page));
  }

  /** What articles say to a question; see `ask`. */
  ask(question: string, about: string | null): AskDocument | null {
    return ask(this.ledger(), question, about);
  }

  /** The newest articles that a query finds, as a JSON Feed document. */
  searchFeed(query: string): string {
    return searchFeed(this.ledger(), query);
  }

  status(): Status {
    return statusOf(this.ledger());
  }

  /** Writes every document of KV anew from the ledger, and removes what does not belong there. */
  rebuild(): Status {
    return this.write((ledger) => {
      touchEverything(ledger);
      remind(ledger, "sweep", "", ledger.now);
      return statusOf(ledger);
    });
  }

  /** Some rows of the ledger, for a backup; see `exportPart`. */
  exportPart(place: ExportPlace): ReturnType<typeof exportPart> {
    return exportPart(this.ledger(), place);
  }

  /** Takes part of a backup into an empty newsroom; see `restorePart`. */
  restorePart(lines: string): RestoreOutcome {
    try {
      return this.write((ledger) => restorePart(ledger, lines));
    } catch (error) {
      if (error instanceof Malformed) return error.outcome;
      throw error;
    }
  }

  /** What gathers other publications' feeds. */
  gathering(): Gathering {
    return new Gathering(this.desk());
  }

  /** What readers say, and what moderators decide on it. */
  comments(): Comments {
    return new Comments(this.desk());
  }

  private desk(): Newsdesk {
    return {
      ledger: () => this.ledger(),
      write: (change) => this.write(change),
      written: (wait) => this.documentsWritten(wait),
    };
  }

  /** Does what is due. The cron trigger calls it, in case an alarm was lost. */
  async wake(): Promise<void> {
    this.running ??= this.run().finally(() => {
      this.running = null;
      this.setAlarm();
    });
    await this.running;
  }

  override async alarm(): Promise<void> {
    await this.wake();
  }

  private async run(): Promise<void> {
    const access: Access = { ledger: () => this.ledger(), write: (change) => this.write(change) };
    const outside: Outside = {
      kv: this.env.DOCUMENTS,
      patience: this.patience,
      invalidate: (keys, removed) => this.invalidate(keys, removed),
    };
    await materialise(access, outside);
    await workOffAgenda(access, outside);
    // What the agenda put out of date is written now, not at the next alarm.
    await materialise(access, outside);
    await tellEdge(access, outside);
  }

  /** The edge's cache belongs to the default entrypoint; only that can empty it. */
  private async invalidate(keys: DocumentKey[], removed: DocumentKey[]): Promise<void> {
    await this.ctx.exports.default.invalidate(keys, removed);
  }

  /** Writes what is due, and waits for it as wished; see `untilWritten`. */
  private async documentsWritten(wait: Wait, page?: DocumentKey): Promise<void> {
    const work = { ledger: () => this.ledger(), wake: () => this.wake() };
    if (wait !== 0) await untilWritten(work, wait, page);
    this.ctx.waitUntil(this.wake());
  }

  /** One transaction, then an alarm for what it left to do. */
  private write<T>(change: (ledger: Ledger) => T): T {
    try {
      return this.ctx.storage.transactionSync(() => {
        const ledger = this.ledger();
        const result = change(ledger);
        touchReaders(ledger);
        return result;
      });
    } catch (error) {
      this.seen.clear(); // what was read on the way never came to be
      throw error;
    } finally {
      this.setAlarm();
    }
  }

  private ledger(): Ledger {
    const { sql } = this.ctx.storage;
    return { sql, settings: settingsOf(this.env), now: this.clock(), seen: this.seen, newId: this.newId };
  }

  private setAlarm(): void {
    const due = nextWake(this.ctx.storage.sql);
    // The platform takes no alarm at the beginning of time, which is when a migration's work is due.
    if (due !== null) this.ctx.waitUntil(this.ctx.storage.setAlarm(Math.max(due, 1)));
  }

  private answer(outcome: WriteOutcome): Answer {
    if (outcome.kind !== "saved") return outcome;
    return { kind: "saved", article: summaryOf(outcome.article, settingsOf(this.env).url) };
  }

  /** Documents name the publication and its address: with other settings they are others. */
  private followSettings(): void {
    const { sql, settings } = this.ledger();
    const current = `${DOCUMENT_VERSION}.${settings.fingerprint}`;
    const noted = first<{ value: string }>(sql, "SELECT value FROM note WHERE name = 'documents'");
    if (noted?.value === current) return;
    this.write((ledger) => {
      touchEverything(ledger);
      sql.exec("INSERT OR REPLACE INTO note VALUES ('documents', ?)", current);
    });
  }
}
