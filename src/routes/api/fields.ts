import { z } from "@hono/zod-openapi";
import { LIMITS } from "../../model/limits.ts";
import { foldCase, slugify } from "../../model/slug.ts";
import { oneLine } from "../../text/plain.ts";

// Kinds of values that many schemas are made of.

/** Text on one line. */
export const line = (max: number) => z.string().overwrite(oneLine).max(max);

const hasSlug = (name: string) => slugify(name) !== "";
/** A name that makes a slug. */
export const named = (max: number) => line(max).min(1).refine(hasSlug, "needs a letter or a digit");

export const webUrl = z
  .string()
  .max(LIMITS.url)
  .overwrite((url) => toWebUrl(url) ?? url)
  .refine((url) => toWebUrl(url) !== null, "must be an http or https URL")
  .openapi({ format: "uri" });

/** A file may be our own: a path from the root. */
export const fileUrl = z
  .string()
  .max(LIMITS.url)
  .overwrite((url) => toFileUrl(url) ?? url)
  .refine((url) => toFileUrl(url) !== null, "must be an http or https URL, or a path that begins with /")
  .openapi({ format: "uri-reference" });

/** An http or https URL without credentials, normalised; null for anything else. */
export function toWebUrl(text: string): string | null {
  const url = URL.parse(text.trim());
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
}

function toFileUrl(text: string): string | null {
  if (!/^\/(?!\/)/.test(text)) return toWebUrl(text);
  const url = URL.parse(text, "https://own.invalid");
  return url?.host === "own.invalid" ? url.pathname + url.search : null;
}

const EARLIEST = Date.UTC(1900, 0, 1);
const YEAR_MS = 366 * 86_400_000;

export const dateTime = z.iso
  .datetime({ offset: true, error: "must be an RFC 3339 date and time with a zone" })
  .refine(
    (text) => Date.parse(text) >= EARLIEST && Date.parse(text) <= Date.now() + YEAR_MS,
    "must lie between 1900 and a year from now",
  );

/** A moment as we give it. */
export const moment = z.string().openapi({ format: "date-time" });

/** The labels of tags. */
export const tagLabels = z
  .array(named(LIMITS.tagLabel))
  .max(LIMITS.tags)
  .superRefine((labels, context) => {
    const first = new Map<string, string>();
    for (const [i, label] of labels.entries()) {
      const other = first.get(slugify(label));
      if (other === undefined) first.set(slugify(label), label);
      else if (foldCase(other) !== foldCase(label)) {
        context.addIssue({ code: "custom", path: [i], message: `has the same address as "${other}"` });
      }
    }
  })
  .openapi({ description: "Labels as a reader sees them; `libya` and `Libya` are one tag." });
