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
import type { FrontStory } from "../model/front.ts";
import type { TokenScope } from "../model/people.ts";
import type { Slug } from "../model/slug.ts";
import { type ArticleSummary, type ArticleView, summaryOf, viewOf } from "../model/view.ts";
import { settingsOf } from "../settings.ts";
import { articleKey, type DocumentKey, pageKey } from "../store/keys.ts";
import { nextWake, remind } from "./agenda.ts";
import type { WriteOutcome } from "./articles/editing.ts";
import type { RepeatableRequest } from "./articles/idempotency.ts";
import { Seen } from "./articles/seen.ts";
import type { TagChange, TagOutcome, TagView } from "./articles/tags.ts";
import type { ExportPlace } from "./backup/export.ts";
import type { RestoreOutcome } from "./backup/restore.ts";
import type { Newsdesk, Wait } from "./desk.ts";
import type { Outside } from "./documents/outside.ts";
import type { Access } from "./due.ts";
import { first, type Ledger } from "./ledger.ts";
import type { MetToken, TokenView } from "./people/tokens.ts";
import type * as Rooms from "./rooms.ts";
import type { Status } from "./status.ts";
import { Presence } from "./writing/presence.ts";

/** The outcome of a write, ready for the API. */
export type Answer =
  | Exclude<WriteOutcome, { kind: "saved" }>
  | { kind: "saved"; article: ArticleSummary }
  | { kind: "entry-known"; by: ArticleId }
  | { kind: "key-reused" };

/** What it does; see there. */
let rooms: typeof Rooms;

/** Changes when documents of the same ledger are built differently; then all are written anew. */
const DOCUMENT_VERSION = "9";

const pageOf = (answer: Answer): DocumentKey | undefined =>
  answer.kind !== "saved" ? undefined : (answer.article.page ? pageKey : articleKey)(answer.article.slug);

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
  /** Asks another server. Tests have answers of their own. */
  send: Outside["send"] = (request) => fetch(request);
  private readonly seen = new Seen();
  private readonly presence = new Presence();
  private running: Promise<void> | null = null;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.blockConcurrencyWhile(async () => {
      rooms = await import("./rooms.ts");
      rooms.migrate(state.storage);
      rooms.installTriggers(state.storage.sql);
      this.followSettings();
    });
  }

  /** Publishes, schedules or drafts an article. A repeated request gets the answer it had. */
  async publish(
    input: NewArticle,
    editor: string,
    options: { request: RepeatableRequest | null; wait: Wait },
  ): Promise<Answer> {
    const answer = this.bring(input, editor, options.request);
    await this.documentsWritten(options.wait, pageOf(answer));
    return answer;
  }

  /** Does so with many, each in a transaction of its own; the answers come in their order. */
  async publishAll(
    inputs: { input: NewArticle; request: RepeatableRequest | null }[],
    editor: string,
    wait: Wait,
  ): Promise<Answer[]> {
    const answers = inputs.map(({ input, request }) => this.bring(input, editor, request, wait === 0));
    await this.documentsWritten(wait);
    return answers;
  }

  private bring(
    input: NewArticle,
    editor: string,
    request: RepeatableRequest | null,
    unhurried = false,
  ): Answer {
    return this.write((ledger): Answer => {
      const known = request && rooms.recall<Answer>(ledger, request);
      if (known === "mismatch") return { kind: "key-reused" };
      if (known) return known.answer;
      const outcome = this.answer(rooms.bringArticle(ledger, input, editor));
      if (request && outcome.kind === "saved") rooms.remember(ledger, request, outcome);
      return outcome;
    }, unhurried);
  }

  /** Changes an article; see `changeArticle`. */
  async edit(
    id: ArticleId,
    expected: Revision[] | null,
    change: ArticleChange,
    editor: string,
    wait: Wait,
  ): Promise<Answer> {
    const answer = this.write((ledger) =>
      this.answer(rooms.changeArticle(ledger, id, expected, change, editor)),
    );
    await this.documentsWritten(wait, pageOf(answer));
    return answer;
  }

  /** Withdraws an article; see `withdrawArticle`. */
  async withdraw(
    id: ArticleId,
    expected: Revision[] | null,
    editor: string,
    wait: Wait,
    reason = "",
  ): Promise<Answer> {
    const answer = this.write((ledger) =>
      this.answer(rooms.withdrawArticle(ledger, id, expected, editor, reason)),
    );
    await this.documentsWritten(wait, pageOf(answer));
    return answer;
  }

  /** An article with its body, whatever its status; null where there is none. */
  article(id: ArticleId): ArticleView | null {
    const ledger = this.ledger();
    const row = rooms.rowById(ledger.sql, id);
    return row ? viewOf(rooms.articleOf(ledger, row), ledger.settings.url) : null;
  }

  /** The article that has a slug, or had it; null where there is none. */
  articleAt(slug: string): ArticleSummary | null {
    const ledger = this.ledger();
    const id = rooms.holderOf(ledger.sql, slug);
    const row = id === undefined ? undefined : rooms.rowById(ledger.sql, id);
    return row ? summaryOf(rooms.articleOf(ledger, row), ledger.settings.url) : null;
  }

  /** Articles by creation, newest first; see `listArticles`. */
  articles(
    status: ArticleStatus | null,
    before: { created: number; id: ArticleId } | null,
    limit: number,
  ): ReturnType<typeof Rooms.listArticles> {
    return rooms.listArticles(this.ledger(), status, before, limit);
  }

  /** Puts the front page in order; see `arrangeFront`. */
  async arrangeFront(
    order: Rooms.FrontOrder,
    actor: string,
    wait: Wait,
  ): Promise<ReturnType<typeof Rooms.arrangeFront>> {
    const outcome = this.write((ledger) => rooms.arrangeFront(ledger, order, actor));
    await this.documentsWritten(wait);
    return outcome;
  }

  front(): FrontStory[] {
    return rooms.frontOf(this.ledger());
  }

  sections(): ReturnType<typeof Rooms.sectionsOf> {
    return rooms.sectionsOf(this.ledger());
  }

  /** The newest stories, which may be put first. */
  newest(most: number): FrontStory[] {
    return rooms.newestStories(this.ledger(), most);
  }

  tags(after: string, limit: number): TagView[] {
    return rooms.listTags(this.ledger().sql, after, limit);
  }

  /** Renames a tag, or makes it a programme; see `changeTag`. */
  async changeTag(slug: Slug, change: TagChange, wait: Wait, actor = "operator"): Promise<TagOutcome> {
    const outcome = this.write((ledger) => rooms.changeTag(ledger, slug, change, actor));
    await this.documentsWritten(wait);
    return outcome;
  }

  addToken(name: string, hash: string, scopes: TokenScope[]): TokenView {
    return this.write((ledger) => rooms.addToken(ledger, name, hash, scopes));
  }

  findToken(hash: string): MetToken | null {
    return rooms.findToken(this.ledger().sql, hash) ?? null;
  }

  tokens(): TokenView[] {
    return rooms.listTokens(this.ledger().sql);
  }

  removeToken(id: string): boolean {
    return this.write((ledger) => rooms.removeToken(ledger, id));
  }

  /** A page of what a query finds, as JSON. @param page from 1 */
  searchPage(query: string, page: number): string {
    return JSON.stringify(rooms.searchPage(this.ledger(), query, page));
  }

  /** What articles say to a question; see `ask`. */
  ask(question: string, about: string | null): AskDocument | null {
    return rooms.ask(this.ledger(), question, about);
  }

  /** The newest articles that a query finds, as a JSON Feed document. */
  searchFeed(query: string): string {
    return rooms.searchFeed(this.ledger(), query);
  }

  status(): Status {
    return rooms.statusOf(this.ledger());
  }

  /** Writes every document of KV anew from the ledger, and removes what does not belong there. */
  rebuild(): Status {
    return this.write((ledger) => {
      rooms.touchEverything(ledger);
      remind(ledger, "sweep", "", ledger.now);
      return rooms.statusOf(ledger);
    });
  }

  /** Some rows of the ledger, for a backup; see `exportPart`. */
  exportPart(place: ExportPlace): ReturnType<typeof Rooms.exportPart> {
    return rooms.exportPart(this.ledger(), place);
  }

  /** Takes part of a backup into an empty newsroom; see `restorePart`. */
  restorePart(lines: string): RestoreOutcome {
    try {
      return this.write((ledger) => rooms.restorePart(ledger, lines));
    } catch (error) {
      if (error instanceof rooms.Malformed) return error.outcome;
      throw error;
    }
  }

  /** What gathers other publications' feeds. */
  gathering(): Rooms.Gathering {
    return new rooms.Gathering(this.desk());
  }

  /** What readers say, and what moderators decide on it. */
  comments(): Rooms.Comments {
    return new rooms.Comments(this.desk());
  }

  /** What is known of files. */
  media(): Rooms.MediaDesk {
    return new rooms.MediaDesk(this.desk());
  }

  /** Who works here. */
  people(): Rooms.People {
    return new rooms.People(this.desk());
  }

  /** Who is told of what changed. */
  pushing(): Rooms.Pushing {
    return new rooms.Pushing(this.desk());
  }

  /** Whose programs are told of what happens. */
  webhooks(): Rooms.Webhooks {
    return new rooms.Webhooks(this.desk());
  }

  /** What the publication itself is called and how it looks. */
  publication(): Rooms.Publication {
    return new rooms.Publication(this.desk());
  }

  /** What people write before anybody reads it. */
  writing(): Rooms.Writing {
    return new rooms.Writing(this.desk(), this.presence);
  }

  private desk(): Newsdesk {
    return {
      ledger: () => this.ledger(),
      write: (change, unhurried) => this.write(change, unhurried),
      written: (wait, page) => this.documentsWritten(wait, page),
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
      media: this.env.MEDIA,
      pictures: this.env.PICTURES,
      pushes: this.env.PUSHES,
      latePushes: this.env.LATE_PUSHES,
      patience: this.patience,
      send: (request) => this.send(request),
      invalidate: (keys, removed) => this.invalidate(keys, removed),
    };
    rooms.noteWaiting(this.ledger());
    await rooms.materialise(access, outside);
    await rooms.workOffAgenda(access, outside);
    // What the agenda put out of date is written now, not at the next alarm.
    await rooms.materialise(access, outside);
    await rooms.tellEdge(access, outside);
  }

  /** The edge's cache belongs to the default entrypoint; only that can empty it. */
  private invalidate(keys: DocumentKey[], removed: DocumentKey[]): Promise<boolean> {
    return this.ctx.exports.default.invalidate(keys, removed);
  }

  /** Writes what is due, and waits for it as wished; see `untilWritten`. */
  private async documentsWritten(wait: Wait, page?: DocumentKey): Promise<void> {
    const work = { ledger: () => this.ledger(), wake: () => this.wake() };
    if (wait !== 0) await rooms.untilWritten(work, wait, page);
    this.ctx.waitUntil(this.wake());
  }

  /** One transaction, then an alarm for what it left to do. */
  private write<T>(change: (ledger: Ledger) => T, unhurried = false): T {
    try {
      return this.ctx.storage.transactionSync(() => {
        const ledger = { ...this.ledger(), unhurried };
        const result = change(ledger);
        rooms.touchReaders(ledger);
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
    const { seen, newId } = this;
    seen.settings ??= rooms.settingsWith(settingsOf(this.env), sql);
    const { settings } = seen;
    return { sql, settings, seen, newId, now: this.clock(), unhurried: false };
  }

  private setAlarm(): void {
    const due = nextWake(this.ctx.storage.sql);
    // The platform takes no alarm at the beginning of time, which is when a migration's work is due.
    if (due !== null) this.ctx.waitUntil(this.ctx.storage.setAlarm(Math.max(due, 1)));
  }

  private answer(outcome: ReturnType<typeof rooms.bringArticle>): Answer {
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
      rooms.touchEverything(ledger);
      rooms.rememberForms(ledger);
      sql.exec("INSERT OR REPLACE INTO note VALUES ('documents', ?)", current);
    });
  }
}
