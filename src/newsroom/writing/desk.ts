import { RpcTarget } from "cloudflare:workers";
import type { ArticleChange, ArticleId, NewArticle } from "../../model/article.ts";
import type { CopyContent, OpenStory, RevisionLine } from "../../model/copy.ts";
import type { ArticleDocument } from "../../model/document.ts";
import { may, type Person } from "../../model/people.ts";
import { viewOf } from "../../model/view.ts";
import { articleOf, rowById } from "../articles/articles.ts";
import { changeArticle, createArticle, type WriteOutcome, withdrawArticle } from "../articles/editing.ts";
import type { Newsdesk, Wait } from "../desk.ts";
import type { Ledger } from "../ledger.ts";
import { note } from "../people/actions.ts";
import {
  beginnerOf,
  copyOf,
  copyRow,
  currentContent,
  dropCopy,
  earlierContent,
  mayWrite,
  type SaveOutcome,
  saveCopy,
  setState,
  takeIn,
} from "./copies.ts";
import { previewOf } from "./preview.ts";
import { listRevisions, listStories, type StoriesWanted } from "./stories.ts";

/** What becomes of what somebody does with a story. */
export type Done =
  | { kind: "done"; slug: string | null }
  | { kind: "forbidden" }
  /** It says something else by now than what was seen. */
  | { kind: "stale" }
  | Exclude<WriteOutcome, { kind: "saved" } | { kind: "stale" }>;

/** The part of the newsroom in which people write. Each method is one transaction. */
export class Writing extends RpcTarget {
  constructor(private readonly desk: Newsdesk) {
    super();
  }

  list(wanted: StoriesWanted, person: Person, limit: number): ReturnType<typeof listStories> {
    return listStories(this.desk.ledger(), wanted, person, limit);
  }

  /** A story that a person may write in, or begin; null where it is not theirs. */
  open(id: ArticleId, person: Person): OpenStory | null {
    const ledger = this.desk.ledger();
    const { sql, settings } = ledger;
    const row = rowById(sql, id);
    const copy = copyOf(sql, id);
    if (!mayWrite(sql, person, id)) return null;
    return {
      ...{ id, copy, content: copy?.content ?? currentContent(sql, id).content },
      article: row ? viewOf(articleOf(ledger, row), settings.url) : null,
      behind: copy !== null && row !== undefined && copy.base !== row.revision,
      mayPublish: mayPublish(ledger, person, id),
    };
  }

  save(id: ArticleId, version: number, content: CopyContent, person: Person): SaveOutcome {
    return this.desk.write((ledger) => saveCopy(ledger, id, version, content, person));
  }

  discard(id: ArticleId, person: Person): Done {
    return this.desk.write((ledger) => {
      if (!copyRow(ledger.sql, id)) return { kind: "not-found" };
      if (!mayWrite(ledger.sql, person, id)) return { kind: "forbidden" };
      dropCopy(ledger, id);
      return { kind: "done", slug: null };
    });
  }

  /** Asks an editor to read a working copy. */
  submit(id: ArticleId, version: number, words: string, person: Person): Done {
    return this.move(id, version, "submitted", words, person, mayWrite);
  }

  /** Sends a working copy back to who wrote it. */
  giveBack(id: ArticleId, version: number, words: string, person: Person): Done {
    return this.move(id, version, "returned", words, person, (_, { role }) => may(role, "publish"));
  }

  private move(
    id: ArticleId,
    version: number,
    state: "submitted" | "returned",
    words: string,
    person: Person,
    allowed: (sql: SqlStorage, person: Person, id: ArticleId) => boolean,
  ): Done {
    return this.desk.write((ledger) => {
      const row = copyRow(ledger.sql, id);
      if (!row) return { kind: "not-found" };
      if (!allowed(ledger.sql, person, id)) return { kind: "forbidden" };
      if (row.version !== version) return { kind: "stale" };
      setState(ledger, id, state, words);
      const { title } = JSON.parse(row.content) as CopyContent;
      note(ledger, { actor: person.id, kind: state, subject: title, article: id, detail: words });
      return { kind: "done", slug: null };
    });
  }

  /**
   * Publishes a working copy, or schedules it, where it still says what was seen.
   *
   * @param input what was made of it: the whole article, where there is none yet
   */
  async publish(
    id: ArticleId,
    version: number,
    input: NewArticle | ArticleChange,
    person: Person,
    wait: Wait,
  ): Promise<Done> {
    const done = this.desk.write((ledger): Done => {
      const { sql } = ledger;
      const copy = copyRow(sql, id);
      if (!copy) return { kind: "not-found" };
      if (!mayPublish(ledger, person, id)) return { kind: "forbidden" };
      const row = rowById(sql, id);
      if (copy.version !== version || (row && row.revision !== copy.base)) return { kind: "stale" };
      const outcome = row
        ? changeArticle(ledger, id, [copy.base], input, person.id)
        : createArticle(ledger, { ...(input as NewArticle), id }, copy.begun_by, person.id);
      if (outcome.kind === "stale") return { kind: "stale" };
      if (outcome.kind !== "saved") return outcome;
      dropCopy(ledger, id);
      return { kind: "done", slug: outcome.article.slug };
    });
    await this.desk.written(wait);
    return done;
  }

  /** Withdraws an article, or brings it back. */
  async withdraw(id: ArticleId, reason: string, person: Person, wait: Wait): Promise<Done> {
    return this.change(id, person, wait, (ledger) => withdrawArticle(ledger, id, null, person.id, reason));
  }

  async bringBack(id: ArticleId, person: Person, wait: Wait): Promise<Done> {
    const change = { status: "published" as const, content: {} };
    return this.change(id, person, wait, (ledger) => changeArticle(ledger, id, null, change, person.id));
  }

  private async change(
    id: ArticleId,
    person: Person,
    wait: Wait,
    change: (ledger: Ledger) => WriteOutcome,
  ): Promise<Done> {
    const done = this.desk.write((ledger): Done => {
      if (!rowById(ledger.sql, id)) return { kind: "not-found" };
      if (!mayPublish(ledger, person, id)) return { kind: "forbidden" };
      const outcome = change(ledger);
      if (outcome.kind === "stale") return { kind: "stale" };
      return outcome.kind === "saved" ? { kind: "done", slug: outcome.article.slug } : outcome;
    });
    await this.desk.written(wait);
    return done;
  }

  /** The document of a story as it would be, were it published now. */
  preview(id: ArticleId, input: NewArticle | ArticleChange, person: Person): ArticleDocument | null {
    const ledger = this.desk.ledger();
    return mayWrite(ledger.sql, person, id) ? previewOf(ledger, id, input) : null;
  }

  revisions(id: ArticleId, person: Person): RevisionLine[] | null {
    const ledger = this.desk.ledger();
    return mayWrite(ledger.sql, person, id) ? listRevisions(ledger, id) : null;
  }

  /** What a revision says; null where there is none. */
  revision(id: ArticleId, revision: number, person: Person): CopyContent | null {
    const { sql } = this.desk.ledger();
    return mayWrite(sql, person, id) ? earlierContent(sql, id, revision) : null;
  }

  /** Takes into a working copy what was published since; see `takeIn`. */
  takeIn(id: ArticleId, person: Person): (keyof CopyContent)[] {
    return this.desk.write((ledger) => (mayWrite(ledger.sql, person, id) ? takeIn(ledger, id, person) : []));
  }
}

function mayPublish({ sql }: Ledger, person: Person, id: ArticleId): boolean {
  if (may(person.role, "publish")) return true;
  const beginner = beginnerOf(sql, id);
  return may(person.role, "publish-own") && (beginner === undefined || beginner === person.id);
}
