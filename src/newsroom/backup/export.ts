import type { Ledger } from "../ledger.ts";
import { MIGRATIONS } from "../schema.ts";
import { columnsOf, LEFT_OUT, TABLES, toCell } from "./tables.ts";

/** Where an export goes on: after a row of a table. */
export interface ExportPlace {
  table: number;
  /** The row's primary key; none at a table's beginning. */
  after: SqlStorageValue[] | null;
}

export const EXPORT_START: ExportPlace = { table: 0, after: null };

/** Rows that are read at a time: all of them, since a cursor that is not read to its end stays open. */
const ROWS = 8;
/** Characters from which on a part is full. */
const CHARACTERS = 2_000_000;

/** The first line of a backup. */
export interface BackupHeader {
  dateline: "backup";
  schema: number;
}

export const BACKUP_HEADER: BackupHeader = { dateline: "backup", schema: MIGRATIONS.length };

/**
 * Some rows of the ledger as lines of JSON: `["table", {column: value}]`.
 *
 * @returns where the next part begins; null after the last row
 */
export function exportPart({ sql }: Ledger, place: ExportPlace): { lines: string; next: ExportPlace | null } {
  const table = TABLES[place.table];
  if (table === undefined) return { lines: "", next: null };
  const { key } = columnsOf(sql, table);
  let [lines, after] = ["", place.after];
  while (lines.length < CHARACTERS) {
    const rows = rowsAfter(sql, table, key, after);
    for (const row of rows) {
      const cells = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toCell(value)]));
      lines += `${JSON.stringify([table, cells])}\n`;
      after = key.map((name) => row[name] ?? null);
    }
    if (rows.length < ROWS) return { lines, next: { table: place.table + 1, after: null } };
  }
  return { lines, next: { table: place.table, after } };
}

function rowsAfter(
  sql: SqlStorage,
  table: (typeof TABLES)[number],
  key: string[],
  after: ExportPlace["after"],
): Record<string, SqlStorageValue>[] {
  const list = key.join(", ");
  const conditions = [
    ...(after ? [`(${list}) > (${key.map(() => "?").join(", ")})`] : []),
    ...(LEFT_OUT[table] ? [`NOT (${LEFT_OUT[table]})`] : []),
  ];
  const where = conditions.length ? `WHERE ${conditions.join(" AND ")}` : "";
  return sql
    .exec(`SELECT * FROM ${table} ${where} ORDER BY ${list} LIMIT ?`, ...(after ?? []), ROWS)
    .toArray();
}
