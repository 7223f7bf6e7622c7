import { writeFileSync } from "node:fs";
import { oneLine } from "../../src/text/plain.ts";
import { table } from "../output.ts";
import type { Place } from "./story.ts";

export type What = "story" | "page" | "comment" | "file" | "redirect" | "export";
/** What became of a thing: `changed` came, and not as it was. */
export type Outcome = "brought" | "known" | "changed" | "left out" | "refused";

interface Row extends Place {
  what: What;
  outcome: Outcome;
  reason: string;
}

/** What came, what came changed, and what could not and why. */
export class Report {
  private readonly isDry: boolean;
  private readonly rows: Row[] = [];
  private readonly counts = new Map<string, number>();

  /** @param isDry whether it tells of what would be */
  constructor(isDry = false) {
    this.isDry = isDry;
  }

  /** Notes what became of something; what simply came is counted. */
  note(what: What, outcome: Outcome, place: Place | null = null, reason = ""): void {
    const key = JSON.stringify([what, outcome, general(reason)]);
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    if (place && reason) this.rows.push({ ...place, what, outcome, reason });
  }

  /** Something in a file that cannot be read. */
  fault(file: string, line: number, reason: string): void {
    this.note("export", "left out", { file, line, name: "" }, reason);
  }

  count(outcome: Outcome, what?: What): number {
    return [...this.counts].reduce((sum, [key, count]) => {
      const [thing, became] = JSON.parse(key) as [What, Outcome];
      return became === outcome && (!what || thing === what) ? sum + count : sum;
    }, 0);
  }

  /** How many of what, by reason. */
  summary(): { what: What; outcome: Outcome; reason: string; count: number }[] {
    return [...this.counts]
      .map(([key, count]) => {
        const [what, outcome, reason] = JSON.parse(key) as [What, Outcome, string];
        return { what, outcome, reason, count };
      })
      .sort(
        (a, b) =>
          WHATS.indexOf(a.what) - WHATS.indexOf(b.what) ||
          OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) ||
          b.count - a.count,
      );
  }

  toString(): string {
    const rows = this.summary().map(({ what, outcome, reason, count }) => [count, what, outcome, reason]);
    return table(["", "what", this.isDry ? "would be" : "became", "why"], rows);
  }

  /** Writes each thing that did not simply come, with where it stands, as CSV (RFC 4180). */
  write(file: string): void {
    const lines = this.rows.map((row) => [
      row.what,
      row.outcome,
      row.reason,
      row.name,
      row.file,
      row.line ?? "",
    ]);
    const csv = [["what", "became", "why", "name", "file", "line"], ...lines].map((cells) =>
      cells.map(cell).join(","),
    );
    writeFileSync(file, `${csv.join("\r\n")}\r\n`, { mode: 0o600 });
  }

  get isEmpty(): boolean {
    return this.rows.length === 0;
  }
}

const WHATS: What[] = ["export", "story", "page", "comment", "file", "redirect"];
const OUTCOMES: Outcome[] = ["brought", "known", "changed", "left out", "refused"];

/** A reason without what it is about in particular, so that a thousand of a kind are one line. */
const general = (reason: string) => reason.replace(/"[^"]{0,200}"|https?:\/\/\S+/g, "…").slice(0, 120);

/** A cell; what a spreadsheet would take for a formula is none. */
function cell(value: string | number): string {
  const text = oneLine(String(value));
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
