import { oneLine } from "./plain.ts";

/** What stands between names in a line of them. */
export const COMMA = /[,،\n]/;

/** The names in a line, with commas between them. */
export function namesIn(text: string): string[] {
  return text.split(COMMA).map(oneLine).filter(Boolean);
}
