type Cell = string | number;

/** Prints a table in Markdown. */
export function table(head: string[], rows: Cell[][]): void {
  const line = (cells: Cell[]) => `| ${cells.join(" | ")} |`;
  console.log([line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n"));
}

/** The median of several values, and how far they spread. */
export function spread(values: number[]): { least: number; median: number; most: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (i: number) => sorted[i] ?? Number.NaN;
  return { least: at(0), median: at(Math.floor(sorted.length / 2)), most: at(sorted.length - 1) };
}
