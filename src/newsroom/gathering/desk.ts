import { RpcTarget } from "cloudflare:workers";
import type { Entry, FeedRead } from "../../model/entry.ts";
import type { HistoryJob, HistoryRead, HostJob, Quiet, Read, Subscription } from "../../model/fetching.ts";
import type { SourceView, SourceWishes } from "../../model/source.ts";
import type { Newsdesk, Wait } from "../desk.ts";
import type { Ledger } from "../ledger.ts";
import { type Done, note } from "../people/actions.ts";
import { claimJobs, endClaim, holdsClaim } from "./claims.ts";
import { noteDeadLetters } from "./dead.ts";
import { type FeedRow, feedById, listSources, viewSource } from "./feeds.ts";
import {
  changeSource,
  type Following,
  followFeed,
  followLater,
  type Listed,
  readSoon,
  type SourceOutcome,
  unfollow,
} from "./follow.ts";
import { beginHistory, noteHistory, stopHistory } from "./history.ts";
import { confirmLease, leaseSecret } from "./leases.ts";
import { notePush, noteQuiet, noteRead, suspect } from "./reports.ts";

/** The part of the newsroom that gathers other publications' feeds. Each method is one transaction. */
export class Gathering extends RpcTarget {
  constructor(private readonly desk: Newsdesk) {
    super();
  }

  /** Follows a feed that was just read, and publishes what it has. */
  async follow(following: Following, wait: Wait, actor = "operator"): Promise<SourceOutcome> {
    const outcome = this.desk.write((ledger) =>
      noted(ledger, followFeed(ledger, following), { actor, kind: "source-followed" }),
    );
    await this.desk.written(wait);
    return outcome;
  }

  /** Follows feeds that are read when their turn comes; for each, whether it is new here. */
  followLater(feeds: Listed[]): boolean[] {
    return this.desk.write((ledger) => followLater(ledger, feeds));
  }

  list(after: string, limit: number): SourceView[] {
    return listSources(this.desk.ledger(), after, limit);
  }

  source(id: string): SourceView | null {
    const ledger = this.desk.ledger();
    const row = feedById(ledger.sql, id);
    return row ? viewSource(ledger, row) : null;
  }

  async change(id: string, wishes: SourceWishes, wait: Wait, actor = "operator"): Promise<SourceOutcome> {
    const outcome = this.desk.write((ledger) =>
      noted(ledger, changeSource(ledger, id, wishes), { actor, kind: "source-changed" }),
    );
    await this.desk.written(wait);
    return outcome;
  }

  /** Brings in a source's past, or goes on with it; see `beginHistory`. */
  beginHistory(id: string, actor = "operator"): SourceOutcome {
    return this.desk.write((ledger) => {
      const row = feedById(ledger.sql, id);
      if (!row) return { kind: "not-found" };
      beginHistory(ledger, row);
      return noted(ledger, savedAs(ledger, row), { actor, kind: "source-changed" });
    });
  }

  /** Breaks it off. */
  stopHistory(id: string): SourceOutcome {
    return this.desk.write((ledger) => {
      const row = feedById(ledger.sql, id);
      if (!row) return { kind: "not-found" };
      stopHistory(ledger, row);
      return savedAs(ledger, row);
    });
  }

  /** Takes in a page of it; see `noteHistory`. */
  takeHistory(job: HostJob, page: HistoryJob, result: HistoryRead): HistoryJob | null {
    const next = this.desk.write((ledger) => {
      const row = feedById(ledger.sql, page.feed);
      return row && holdsClaim(ledger, job.host, job.claim) ? noteHistory(ledger, row, page, result) : null;
    });
    void this.desk.written(0);
    return next;
  }

  readSoon(id: string): SourceOutcome {
    return this.desk.write((ledger) => readSoon(ledger, id));
  }

  /** @returns whether it was followed */
  async unfollow(
    id: string,
    articles: "keep" | "withdraw",
    wait: Wait,
    actor = "operator",
  ): Promise<boolean> {
    const done = this.desk.write((ledger) => {
      const row = feedById(ledger.sql, id);
      if (!row) return false;
      const subject = viewSource(ledger, row).title;
      note(ledger, { actor, kind: "source-left", subject, detail: articles });
      return unfollow(ledger, id, articles);
    });
    await this.desk.written(wait);
    return done;
  }

  /** Hands out the feeds that are due. */
  claim(): HostJob[] {
    return this.desk.write((ledger) => claimJobs(ledger));
  }

  /**
   * Takes in a feed that was read for a job: its entries, its next read and its validators together.
   * A job that was answered or handed out anew meanwhile changes nothing.
   *
   * @returns a subscription that the feed needs now
   */
  take(feed: string, job: HostJob, read: FeedRead, answer: Read): Subscription | null {
    const subscription = this.desk.write((ledger) => {
      const row = feedById(ledger.sql, feed);
      if (!row || !holdsClaim(ledger, job.host, job.claim)) return null;
      return noteRead(ledger, row, read, answer);
    });
    this.desk.written(0);
    return subscription;
  }

  /** Ends a job, with those of its feeds that brought nothing. */
  settle({ host, claim }: HostJob, quiet: Quiet[]): void {
    this.desk.write((ledger) => {
      if (!holdsClaim(ledger, host, claim)) return;
      for (const each of quiet) {
        const row = feedById(ledger.sql, each.feed);
        if (row) noteQuiet(ledger, row, each);
      }
      endClaim(ledger, host, claim);
    });
  }

  /** Takes back jobs that could not be carried out: their feeds are read each by itself from now on. */
  bury(jobs: HostJob[]): void {
    this.desk.write((ledger) => {
      noteDeadLetters(ledger, jobs);
      for (const job of jobs) if (holdsClaim(ledger, job.host, job.claim)) suspect(ledger, job);
    });
  }

  /** Answers a hub that asks whether we want a subscription; see `confirmLease`. */
  confirmLease(feed: string, topic: string, seconds: number | null): boolean {
    return this.desk.write((ledger) => confirmLease(ledger, feed, topic, seconds));
  }

  /** The address a feed is read at and the secret that its hub signs with; null where there is none. */
  subscribed(feed: string): { url: string; secret: string } | null {
    const { sql } = this.desk.ledger();
    const row = feedById(sql, feed);
    const secret = leaseSecret(sql, feed);
    return row && secret ? { url: row.url, secret } : null;
  }

  /** Takes in what a hub sent and signed. */
  push(feed: string, entries: Entry[]): void {
    this.desk.write((ledger) => {
      const row = feedById(ledger.sql, feed);
      if (row?.status === "active") notePush(ledger, row, entries);
    });
    this.desk.written(0);
  }
}

const savedAs = (ledger: Ledger, row: FeedRow): SourceOutcome => ({
  ...{ kind: "saved", source: viewSource(ledger, row), entries: 0, subscribe: null },
});

/** Notes what somebody did with a source, where it was done. */
function noted(ledger: Ledger, outcome: SourceOutcome, what: Pick<Done, "actor" | "kind">): SourceOutcome {
  if (outcome.kind === "saved") note(ledger, { ...what, subject: outcome.source.title });
  return outcome;
}
