import { timestamp } from "../../model/item.ts";
import type { Ledger } from "../ledger.ts";
import { noteEvent } from "../push/events.ts";
import { type FeedRow, listOf, viewSource } from "./feeds.ts";

/** A feed is said to fail when so many reads in a row did, or when it is not to be read any more. */
const FAILURES = 3;

const isFailing = ({ failures, status }: FeedRow) =>
  failures >= FAILURES || status === "refused" || status === "gone";

/** A feed's row with since when it has been failing; whoever wants to know is told when that begins and ends. */
export function withHealth(ledger: Ledger, row: FeedRow): FeedRow {
  const failing = isFailing(row) ? row.failing || ledger.now : 0;
  if ((failing === 0) !== (row.failing === 0)) {
    noteEvent(ledger, failing ? "source.failing" : "source.recovered", () => {
      const { id, title, feed_url, page } = viewSource(ledger, row);
      const [last] = listOf<{ text: string }>(row.outcomes);
      return {
        id,
        title,
        feed_url,
        page,
        since: timestamp(failing || row.failing),
        reason: last?.text ?? "",
      };
    });
  }
  return { ...row, failing };
}
