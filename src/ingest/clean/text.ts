import { toText } from "hast-util-to-text";
import { parseHtml } from "../../text/html.ts";
import { oneLine } from "../../text/plain.ts";
import type { RawText } from "../parse/raw.ts";

const ENTITY = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});/i;
/** Encoded more often than this it was meant so. */
const DECODINGS = 3;

/**
 * A title or name as plain text on one line: HTML is read as HTML where it may be some, and entities
 * that were encoded twice are decoded twice.
 */
export function plainText(raw: RawText | string | undefined): string {
  const { value, html } = typeof raw === "string" ? { value: raw, html: undefined } : (raw ?? { value: "" });
  let text = html === false ? value : fromMarkup(value);
  for (let i = 0; i < DECODINGS && ENTITY.test(text); i++) {
    text = html === false ? fromMarkup(text.replaceAll("<", "&lt;")) : fromMarkup(text);
  }
  return oneLine(text);
}

function fromMarkup(html: string): string {
  return /[<&]/.test(html) ? toText(parseHtml(html)) : html;
}
