import { remind } from "../agenda.ts";
import { touchEverything } from "../documents/everything.ts";
import { forgetChanges } from "../documents/readers.ts";
import { first, type Ledger } from "../ledger.ts";
import { rememberForms } from "../media/forms.ts";
import { MIGRATIONS } from "../schema.ts";
import { columnsOf, fromCell, isTable } from "./tables.ts";

/** What became of a part of a backup. Only `taken` and `done` changed anything. */
export type RestoreOutcome =
  | { kind: "taken" | "done"; rows: number }
  | { kind: "not-empty" }
  | { kind: "other-release"; schema: number }
  | { kind: "malformed"; line: number; detail: string };

/** Rolls back what a part had done before the line that cannot be. */
export class Malformed extends Error {
  readonly outcome: RestoreOutcome;

  constructor(line: number, cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    super(detail, { cause });
    this.outcome = { kind: "malformed", line, detail };
  }
}

const NOTE = "restoring";

/**
 * Takes some lines of a backup in: the first part begins with its header, the last ends with the
 * line `["end"]`. Nothing else may have been written to this newsroom. A part that was taken before
 * may come again.
 *
 * @throws Malformed for a line that is none of a backup's
 */
export function restorePart(ledger: Ledger, text: string): RestoreOutcome {
  let rows = 0;
  for (const [i, line] of text.split("\n").entries()) {
    if (!line) continue;
    try {
      const value: unknown = JSON.parse(line);
      if (isHeader(value)) {
        const refusal = begin(ledger.sql, value.schema);
        if (refusal) return refusal;
      } else if (takeRow(ledger, value) === "end") return { kind: "done", rows };
      else rows++;
    } catch (error) {
      throw new Malformed(i + 1, error);
    }
  }
  // Nothing is built of a newsroom that is there in part; at the end everything is.
  forgetChanges(ledger);
  return { kind: "taken", rows };
}

function takeRow(ledger: Ledger, value: unknown): "row" | "end" {
  if (!isRestoring(ledger.sql)) throw new TypeError("a backup begins with its header");
  if (!Array.isArray(value)) throw new TypeError("a line is a list");
  if (value[0] === "end") {
    finish(ledger);
    return "end";
  }
  insert(ledger.sql, value[0], value[1]);
  return "row";
}

function isHeader(value: unknown): value is { schema: number } {
  return typeof value === "object" && value !== null && "dateline" in value && value.dateline === "backup";
}

function isRestoring(sql: SqlStorage): boolean {
  return first(sql, "SELECT 1 FROM note WHERE name = ?", NOTE) !== undefined;
}

function begin(sql: SqlStorage, schema: number): RestoreOutcome | undefined {
  if (schema !== MIGRATIONS.length) return { kind: "other-release", schema };
  if (isRestoring(sql)) return undefined;
  if (first(sql, "SELECT 1 FROM article LIMIT 1")) return { kind: "not-empty" };
  sql.exec("INSERT INTO note VALUES (?, '')", NOTE);
  return undefined;
}

function insert(sql: SqlStorage, table: unknown, row: unknown): void {
  if (!isTable(table)) throw new TypeError(`there is no table ${JSON.stringify(table)}`);
  if (typeof row !== "object" || row === null) throw new TypeError("a row is an object");
  const { all } = columnsOf(sql, table);
  const columns = Object.keys(row);
  const unknown = columns.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new TypeError(`${table} has no column ${JSON.stringify(unknown)}`);
  sql.exec(
    `INSERT OR REPLACE INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
    ...Object.values(row).map(fromCell),
  );
}

/** Makes of the rows what was not among them, and has every document written. */
function finish(ledger: Ledger): void {
  const { sql } = ledger;
  sql.exec("DELETE FROM note WHERE name = ?", NOTE);
  // The newsroom may have written while it was exported: what refers to an article that came after
  // its table was read refers to nothing here.
  sql.exec(
    "DELETE FROM membership WHERE article_id NOT IN (SELECT id FROM article WHERE status = 'published')",
  );
  sql.exec("UPDATE scope SET live = (SELECT count(*) FROM membership WHERE scope = name)");
  sql.exec(
    "INSERT OR IGNORE INTO host (name, due) SELECT host, min(due) FROM feed WHERE status = 'active' GROUP BY host",
  );
  sql.exec("INSERT OR IGNORE INTO refile SELECT article_id FROM membership WHERE scope = 'home'");
  remind(ledger, "refile", "", ledger.now);
  // They are made anew, of bytes that may be yet to come.
  sql.exec("UPDATE media SET forms = NULL, colour = NULL");
  rememberForms(ledger);
  remind(ledger, "push", "", ledger.now);
  forgetChanges(ledger);
  touchEverything(ledger);
}
