import { escapeXml } from "../../src/text/plain.ts";

// What stands in square brackets in WordPress's texts, for its programs to replace
// (https://codex.wordpress.org/Shortcode_API).

export interface Shortcode {
  name: string;
  /** By their names, and by their numbers where they have none. */
  attributes: Record<string, string>;
  /** What stands between it and its end; null where it has none. */
  content: string | null;
}

/** The HTML that takes a shortcode's place; undefined where it is not known. */
export type Replace = (shortcode: Shortcode) => string | undefined;

/** A tag: its name, its attributes, whether it closes itself. Each part is bounded, so that no text takes long. */
const TAG = /\[(\[?)([a-zA-Z][\w-]{0,60})((?:[ \t\n\u00a0][^[\]]{0,4000})?)(\/?)\](\]?)/g;
const ATTRIBUTE =
  /([\w-]+)\s*=\s*"([^"]*)"|([\w-]+)\s*=\s*'([^']*)'|([\w-]+)\s*=\s*([^\s'"]+)|"([^"]*)"|(\S+)/g;

/**
 * Replaces shortcodes. What is in brackets twice is meant as it stands. One that nobody knows leaves what
 * stands between it and its end, if it is one at all: prose has brackets, too.
 *
 * @param left called with the name of each that was not known
 */
export function withoutShortcodes(html: string, replace: Replace, left: (name: string) => void): string {
  const ends = endsOf(html);
  let out = "";
  let at = 0;
  for (const match of html.matchAll(TAG)) {
    const [all, opened, name = "", rest = "", slash, closed] = match;
    if (match.index < at) continue; // within one that was replaced
    out += html.slice(at, match.index);
    at = match.index + all.length;
    if (opened && closed) {
      out += all.slice(1, -1);
      continue;
    }
    const end = slash ? undefined : ends.get(name)?.find((each) => each >= at);
    const content = end === undefined ? null : html.slice(at, end);
    const inner = content === null ? null : withoutShortcodes(content, replace, left);
    const made = replace({ name: name.toLowerCase(), attributes: attributesOf(rest), content: inner });
    const isShortcode = made !== undefined || content !== null || /=/.test(rest) || slash === "/";
    if (!isShortcode) {
      out += all;
      continue;
    }
    if (made === undefined) left(name.toLowerCase());
    out += (opened ? "[" : "") + (made ?? inner ?? "") + (closed ? "]" : "");
    if (end !== undefined) at = html.indexOf("]", end) + 1;
  }
  return out + html.slice(at);
}

/** Where the ends of shortcodes stand, by their names. */
function endsOf(html: string): Map<string, number[]> {
  const ends = new Map<string, number[]>();
  for (const { 1: name = "", index } of html.matchAll(/\[\/([a-zA-Z][\w-]{0,60})\s*\]/g))
    ends.set(name, [...(ends.get(name) ?? []), index]);
  return ends;
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  let number = 0;
  for (const [, a, b, c, d, e, f, alone, word] of text.matchAll(ATTRIBUTE)) {
    const name = a ?? c ?? e;
    if (name !== undefined) attributes[name.toLowerCase()] = b ?? d ?? f ?? "";
    else attributes[number++] = alone ?? word ?? "";
  }
  return attributes;
}

/** An attribute's value, in quotation marks. */
export const quoted = (value: string) => `"${escapeXml(value)}"`;
