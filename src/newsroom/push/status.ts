import type { Ledger } from "../ledger.ts";

/** How telling others goes, for whoever runs the newsroom. */
export interface PushStatus {
  /** Subscribers at our hub, and of how many feeds. */
  subscriptions: number;
  topics: number;
  /** Batches of them that have not been told of the newest change yet. */
  behind: number;
  /** Subscribers that did not answer, or take their time. */
  late: number;
  /** Requests that nobody has confirmed. */
  requests: number;
}

export interface WebhooksStatus {
  active: number;
  /** Deliveries that wait. */
  waiting: number;
  paused: { id: string; url: string; why: string | null }[];
}

export function pushStatus({ sql }: Ledger): PushStatus {
  const count = (from: string) => sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${from}`).one().n;
  return {
    subscriptions: count("subscription"),
    topics: count("topic"),
    behind: count("subscriber_batch b JOIN topic t ON t.id = b.topic WHERE b.version < t.version"),
    late: count("late_subscriber"),
    requests: count("subscription_request"),
  };
}

export function webhooksStatus({ sql }: Ledger): WebhooksStatus {
  const count = (from: string) => sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${from}`).one().n;
  return {
    active: count("webhook WHERE status = 'active'"),
    waiting: count("delivery WHERE state = 'waiting'"),
    paused: sql
      .exec<{ id: string; url: string; why: string | null }>(
        "SELECT id, url, why FROM webhook WHERE status = 'paused' ORDER BY created, id",
      )
      .toArray(),
  };
}
