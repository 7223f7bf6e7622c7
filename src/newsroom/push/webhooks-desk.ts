import { RpcTarget } from "cloudflare:workers";
import type { DeliveryView, HookEvent, WebhookView } from "../../model/webhooks.ts";
import type { Newsdesk } from "../desk.ts";
import { listDeliveries, redeliver } from "./deliveries.ts";
import {
  addHook,
  changeHook,
  type HookOutcomeOf,
  type HookWishes,
  hookById,
  listHooks,
  removeHook,
  replaceSecret,
  testHook,
  viewHook,
} from "./webhooks.ts";

/** The part of the newsroom that knows whose programs are told of what happens. */
export class Webhooks extends RpcTarget {
  constructor(private readonly desk: Newsdesk) {
    super();
  }

  list(): WebhookView[] {
    return listHooks(this.desk.ledger());
  }

  read(id: string): WebhookView | null {
    const { sql, now } = this.desk.ledger();
    const row = hookById(sql, id);
    return row ? viewHook(row, now) : null;
  }

  /** Adds one; see `addHook`. */
  add(
    wishes: { url: string; events: HookEvent[] },
    secret: string,
    actor: string,
  ): ReturnType<typeof addHook> {
    return this.done(this.desk.write((ledger) => addHook(ledger, wishes, secret, actor)));
  }

  change(id: string, wishes: HookWishes, actor: string): HookOutcomeOf<{ webhook: WebhookView }> {
    return this.done(this.desk.write((ledger) => changeHook(ledger, id, wishes, actor)));
  }

  /** Gives it another secret; see `replaceSecret`. */
  replaceSecret(id: string, secret: string, actor: string): HookOutcomeOf<{ webhook: WebhookView }> {
    return this.desk.write((ledger) => replaceSecret(ledger, id, secret, actor));
  }

  remove(id: string, actor: string): boolean {
    return this.desk.write((ledger) => removeHook(ledger, id, actor));
  }

  test(id: string): HookOutcomeOf<{ test: number }> {
    return this.done(this.desk.write((ledger) => testHook(ledger, id)));
  }

  deliveries(id: string, before: number, limit: number): DeliveryView[] {
    return listDeliveries(this.desk.ledger(), id, before, limit);
  }

  /** Sends one again; see `redeliver`. */
  redeliver(id: string, delivery: number): DeliveryView | null {
    return this.done(this.desk.write((ledger) => redeliver(ledger, id, delivery)));
  }

  /** What is to be sent goes out now. */
  private done<T>(outcome: T): T {
    void this.desk.written(0);
    return outcome;
  }
}
