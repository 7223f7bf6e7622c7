import { diff3Merge } from "node-diff3";
import type { CopyContent } from "./copy.ts";

/** What two people made of the same text. */
export interface Merged {
  content: CopyContent;
  /** Fields that both changed, each in another way: `content` has mine. */
  conflicts: (keyof CopyContent)[];
}

const FIELDS = [
  ...["title", "standfirst", "format", "text", "tags", "authors"],
  ...["language", "slug", "canonicalUrl", "corrections", "attachments", "image"],
  ...["episode", "season", "episodeType"],
] as (keyof CopyContent)[];

/** Whether two working copies say the same. */
export const sameContent = (a: CopyContent, b: CopyContent): boolean =>
  FIELDS.every((field) => same(a[field], b[field]));

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Brings together what two people changed: field by field, and the text line by line, labels and names one by
 * one.
 *
 * @param base what both began with
 */
export function merge(base: CopyContent, mine: CopyContent, theirs: CopyContent): Merged {
  const content: Record<string, unknown> = { ...mine };
  const conflicts: (keyof CopyContent)[] = [];
  for (const field of FIELDS) {
    if (same(mine[field], theirs[field]) || same(theirs[field], base[field])) continue;
    if (same(mine[field], base[field])) content[field] = theirs[field];
    else if (field === "tags" || field === "authors")
      content[field] = mergeNames(base[field], mine[field], theirs[field]);
    else {
      const text = field === "text" ? mergeText(base.text, mine.text, theirs.text) : null;
      if (text === null) conflicts.push(field);
      else content[field] = text;
    }
  }
  // A text means nothing in another format.
  if (content.format !== mine.format && !same(mine.text, base.text)) {
    content.format = mine.format;
    content.text = mine.text;
    conflicts.push("text");
  }
  return { content: content as unknown as CopyContent, conflicts: [...new Set(conflicts)] };
}

/** Two texts as one; null where both changed the same lines. */
function mergeText(base: string, mine: string, theirs: string): string | null {
  const lines = (text: string) => text.split("\n");
  const regions = diff3Merge(lines(mine), lines(base), lines(theirs), { excludeFalseConflicts: true });
  const merged: string[] = [];
  for (const { ok, conflict } of regions) {
    if (conflict) return null;
    merged.push(...(ok ?? []));
  }
  return merged.join("\n");
}

/** What either added, without what either took away. */
function mergeNames(base: string[], mine: string[], theirs: string[]): string[] {
  const kept = mine.filter((name) => theirs.includes(name) || !base.includes(name));
  return [...kept, ...theirs.filter((name) => !base.includes(name) && !kept.includes(name))];
}
