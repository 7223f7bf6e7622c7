import { RpcTarget } from "cloudflare:workers";
import type { ArticleChange, ArticleId, Millis, NewArticle } from "../../model/article.ts";
import type { CopyContent, OpenStory, PreviewLink, RevisionLine } from "../../model/copy.ts";
import type { ArticleDocument } from "../../model/document.ts";
import type { Person } from "../../model/people.ts";
import type { Slug } from "../../model/slug.ts";
import { viewOf } from "../../model/view.ts";
import { articleOf, rowById, rowBySlug } from "../articles/articles.ts";
import type { Newsdesk, Wait } from "../desk.ts";
import type { Ledger } from "../ledger.ts";
import { type Act, type Done, mayPublish, perform, refusalOf } from "./acts.ts";
import {
  copyOf,
  copyRow,
  currentContent,
  earlierContent,
  mayWrite,
  type SaveOutcome,
  saveCopy,
  takeIn,
} from "./copies.ts";
import { addLink, linksOf, removeLink, storyOfLink } from "./links.ts";
import { hold, pendingOf, performPending, takeBack } from "./pending.ts";
import type { Presence } from "./presence.ts";
import { previewOf } from "./preview.ts";
import { listRevisions, listStories, type StoriesWanted, scheduledStories } from "./stories.ts";

/** The part of the newsroom in which people write. Each method is one transaction. */
export class Writing extends RpcTarget {
  constructor(
    private readonly desk: Newsdesk,
    private readonly presence: Presence,
  ) {
    super();
  }

  /** Notes that somebody has a story open. @returns who else has, by name, and the working copy's version */
  here(id: ArticleId, person: Person): { others: string[]; version: number } | null {
    const { sql, now } = this.desk.ledger();
    if (!mayWrite(sql, person, id)) return null;
    return { others: this.presence.note(id, person, now), version: copyRow(sql, id)?.version ?? 0 };
  }

  list(wanted: StoriesWanted, person: Person, limit: number): ReturnType<typeof listStories> {
    return listStories(this.desk.ledger(), wanted, person, limit);
  }

  /** The article at an address, by its id. */
  idOf(slug: Slug): ArticleId | null {
    return rowBySlug(this.desk.ledger().sql, slug)?.id ?? null;
  }

  /** What goes out in a time; see `scheduledStories`. */
  scheduled(from: Millis, to: Millis, person: Person): ReturnType<typeof scheduledStories> {
    return scheduledStories(this.desk.ledger(), from, to, person);
  }

  /** A story that a person may write in, or begin; null where it is not theirs. */
  open(id: ArticleId, person: Person): OpenStory | null {
    const ledger = this.desk.ledger();
    if (!mayWrite(ledger.sql, person, id)) return null;
    const { copy, article, content, background } = storyAt(ledger, id);
    return {
      ...{ id, copy, article, content, background },
      behind: copy !== null && article !== null && copy.base !== article.revision,
      mayPublish: mayPublish(ledger, person, id),
      pending: pendingOf(ledger, id),
    };
  }

  save(id: ArticleId, version: number, content: CopyContent, person: Person): SaveOutcome {
    return this.desk.write((ledger) => saveCopy(ledger, id, version, content, person));
  }

  /**
   * Does something with a story in a moment, until which it can be taken back, or at once.
   *
   * @param isAtOnce for who does not want to wait
   */
  async act(id: ArticleId, act: Act, person: Person, isAtOnce: boolean, wait: Wait): Promise<Done> {
    const done = this.desk.write((ledger) => {
      if (!isAtOnce) return hold(ledger, id, act, person);
      takeBack(ledger, id);
      return refusalOf(ledger, id, act, person) ?? perform(ledger, id, act, person);
    });
    await this.desk.written(wait);
    return done;
  }

  /** Takes back what is about to be done with a story. @returns whether anything was */
  takeBack(id: ArticleId, person: Person): boolean {
    return this.desk.write((ledger) => mayWrite(ledger.sql, person, id) && takeBack(ledger, id));
  }

  /** Does at once what is about to be done with a story. */
  async hurry(id: ArticleId, person: Person, wait: Wait): Promise<Done> {
    const done = this.desk.write(
      (ledger): Done =>
        mayWrite(ledger.sql, person, id) ? performPending(ledger, id) : { kind: "forbidden" },
    );
    await this.desk.written(wait);
    return done;
  }

  /** The document of a story as it would be, were it published now. */
  preview(id: ArticleId, input: NewArticle | ArticleChange, person: Person): ArticleDocument | null {
    const ledger = this.desk.ledger();
    return mayWrite(ledger.sql, person, id) ? previewOf(ledger, id, input) : null;
  }

  /** Adds a link by which others read a story. @returns its id; null where it is not the person's to give */
  addLink(id: ArticleId, hash: string, person: Person): string | null {
    return this.desk.write((ledger) =>
      mayWrite(ledger.sql, person, id) ? addLink(ledger, id, hash, person.id) : null,
    );
  }

  links(id: ArticleId, person: Person): PreviewLink[] {
    const ledger = this.desk.ledger();
    return mayWrite(ledger.sql, person, id) ? linksOf(ledger, id) : [];
  }

  removeLink(id: ArticleId, link: string, person: Person): void {
    this.desk.write((ledger) => mayWrite(ledger.sql, person, id) && removeLink(ledger, id, link));
  }

  /** What a link leads to, as it is now; null where it is none, or no more. @param hash SHA-256 of its secret */
  openByLink(link: string, hash: string): Pick<OpenStory, "article" | "content"> | null {
    const ledger = this.desk.ledger();
    const id = storyOfLink(ledger, link, hash);
    return id === null ? null : storyAt(ledger, id);
  }

  /** The document of what a link leads to, as it would be, were it published now. */
  previewByLink(link: string, hash: string, input: NewArticle | ArticleChange): ArticleDocument | null {
    const ledger = this.desk.ledger();
    const id = storyOfLink(ledger, link, hash);
    return id === null ? null : previewOf(ledger, id, input);
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

/** What a story is: its article, its working copy, and what it says. */
function storyAt(
  ledger: Ledger,
  id: ArticleId,
): Pick<OpenStory, "copy" | "article" | "content" | "background"> {
  const { sql, settings } = ledger;
  const row = rowById(sql, id);
  const copy = copyOf(sql, id);
  const known = row && articleOf(ledger, row);
  const article = known ? viewOf(known, settings.url) : null;
  const { blocks = [], background = [] } = known?.body ?? {};
  return {
    ...{ copy, article, content: copy?.content ?? currentContent(sql, id).content },
    background: background.flatMap((i) => blocks[i]?.exact ?? []),
  };
}
