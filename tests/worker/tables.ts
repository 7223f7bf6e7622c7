/** The tables of a ledger, with the statements that make them. */
export const TABLES =
  "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' AND name <> 'sqlite_sequence' ORDER BY name";

/** Drops every table: virtual ones first, since what they are made of goes with them. */
export function dropTables(sql: SqlStorage): void {
  for (const kind of ["CREATE VIRTUAL TABLE%", "CREATE TABLE%"]) {
    const tables = sql.exec<{ name: string }>(
      `SELECT name FROM (${TABLES}) WHERE sql LIKE ? ORDER BY name DESC`,
      kind,
    );
    for (const { name } of tables.toArray()) sql.exec(`DROP TABLE ${name}`);
  }
}
