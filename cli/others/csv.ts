/** The rows of a table by the names of its columns (RFC 4180). */
export function rowsOf(csv: string): Record<string, string>[] {
  const [head = [], ...rows] = cellsOf(csv.replace(/^\uFEFF/, ""));
  return rows
    .filter((row) => row.some((cell) => cell !== ""))
    .map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ""])));
}

function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end = ""] of csv.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end.endsWith("\n")) rows.push([]);
  }
  return rows;
}
