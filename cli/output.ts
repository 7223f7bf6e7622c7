import type { Command } from "commander";

/** Whether a program reads what is printed. */
export const forPrograms = (command: Command): boolean => Boolean(command.optsWithGlobals().json);

/** Prints a value for programs as JSON, and for people as they read it. */
export function print(command: Command, value: unknown, human: () => string): void {
  process.stdout.write(forPrograms(command) ? `${JSON.stringify(value, null, 2)}\n` : `${human()}\n`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is left out
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/** Rows in columns that stand under one another; control characters, which could draw over them, are left out. */
export function table(head: string[], rows: (string | number)[][]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => String(cell).replace(CONTROL, " ")));
  const widths = head.map((_, i) => Math.max(...cells.map((row) => [...(row[i] ?? "")].length)));
  const line = (row: string[]) =>
    row
      .map((cell, i) => cell + " ".repeat(Math.max(0, (widths[i] ?? 0) - [...cell].length)))
      .join("  ")
      .trimEnd();
  return cells.map(line).join("\n");
}

/** What somebody has to know who watches, beside what is printed. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
