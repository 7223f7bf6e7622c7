/**
 * A date as RFC 3339, in UTC; null for what is none.
 *
 * @param value as a file has it: a text that says its time zone, ms since 1970, a date
 */
export function momentOf(value: unknown): string | null {
  const at = typeof value === "string" ? Date.parse(value) : value instanceof Date ? value.getTime() : value;
  return typeof at !== "number" || Number.isNaN(new Date(at).getTime()) ? null : new Date(at).toISOString();
}
