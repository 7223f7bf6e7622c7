import { RpcTarget } from "cloudflare:workers";
import type { Millis } from "../../model/article.ts";
import type { PushJob, PushOutcome, PushTask } from "../../model/push.ts";
import type { HookOutcome } from "../../model/webhooks.ts";
import type { Newsdesk } from "../desk.ts";
import { postpone } from "./claims.ts";
import { deliveriesOf, noteDeliveries } from "./deliveries.ts";
import { noteBatch, noteLate, taskOfBatch, taskOfLate } from "./fanout.ts";
import { type HubRequest, intentsOf, noteIntents, noteRequest, type RequestOutcome } from "./requests.ts";

/** How long a callback may take to say what it wants. */
const VERIFY_PATIENCE_MS: Millis = 10_000;

/** How long a webhook may take. */
const HOOK_PATIENCE_MS: Millis = 15_000;

/** The part of the newsroom that tells others what changed. Each method is one transaction. */
export class Pushing extends RpcTarget {
  constructor(private readonly desk: Newsdesk) {
    super();
  }

  /** Takes what somebody asks of our hub. */
  request(request: HubRequest): RequestOutcome {
    const outcome = this.desk.write((ledger) => noteRequest(ledger, request));
    void this.desk.written(0);
    return outcome;
  }

  /** What a message of the queue is about, as of now; null where it is about nothing any more. */
  task(job: PushJob): PushTask | null {
    return this.desk.write((ledger) => {
      if (ledger.now >= job.until) return null;
      if (job.kind === "batch") return taskOfBatch(ledger, job);
      if (job.kind === "late") return taskOfLate(ledger, job);
      if (job.kind === "hooks") {
        const deliveries = deliveriesOf(ledger, job);
        return deliveries.length ? { kind: "hooks", deliveries, patience: HOOK_PATIENCE_MS } : null;
      }
      const intents = intentsOf(ledger, job);
      return intents.length ? { kind: "verify", intents, patience: VERIFY_PATIENCE_MS } : null;
    });
  }

  /** What a message is about cannot be read yet where it is sent from. */
  postpone(job: PushJob): void {
    this.desk.write((ledger) => postpone(ledger, job));
  }

  /** Takes what became of deliveries to webhooks. */
  reportHooks(job: PushJob, outcomes: HookOutcome[]): void {
    this.desk.write((ledger) => {
      if (job.kind === "hooks") noteDeliveries(ledger, job, outcomes);
    });
    void this.desk.written(0);
  }

  /**
   * Takes what became of it.
   *
   * @param version what was told; null where nothing of a topic's content was
   */
  report(job: PushJob, version: number | null, outcomes: PushOutcome[]): void {
    this.desk.write((ledger) => {
      if (job.kind === "batch") noteBatch(ledger, job, version, outcomes);
      else if (job.kind === "late" && version !== null) noteLate(ledger, job, version, outcomes);
      else if (job.kind === "verify") noteIntents(ledger, job, outcomes);
    });
    void this.desk.written(0);
  }
}
