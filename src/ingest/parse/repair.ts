import { legal } from "../../text/plain.ts";

/**
 * Makes ill-formed XML readable where what was meant is plain: junk around the root element, a
 * document type (with entities that could grow without end), characters that XML forbids, `&` and
 * `<` that begin nothing. HTML's named entities are the parser's to decode.
 */
export function repairXml(text: string): string {
  const start = text.search(/<(?:\?xml|!--|!doctype|[a-z_][\w.-]{0,60}(?::\w{1,60})?[\s>/])/i);
  const kept = legal(start > 0 ? text.slice(start) : text);
  return outsideCdata(withoutDoctype(kept), (part) =>
    part
      .replace(/&(?!#\d{1,7};|#x[0-9a-f]{1,6};|[a-z][a-z0-9]{1,31};)/gi, "&amp;")
      .replace(/<(?![a-z_/!?])/gi, "&lt;"),
  );
}

/**
 * What FeedBurner calls the original link, as Atom says it: the link that its own one leads to.
 */
export function withCanonicalLinks(xml: string): string {
  return xml.replace(
    /<(?:feedburner|pheedo):origLink>\s{0,100}([^<\s"]{0,2048})\s{0,100}<\/(?:feedburner|pheedo):origLink>/gi,
    '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="canonical" href="$1"/>',
  );
}

/** Without the document type: no feed needs one, and only there entities are declared (XML 1.0 §2.8). */
function withoutDoctype(text: string): string {
  const start = text.search(/<!doctype/i);
  if (start === -1) return text;
  const root = text.slice(start).search(/<[a-z_]/i);
  if (root === -1) return text;
  const internal = text.slice(start, start + root);
  return (
    text.slice(0, start) + text.slice(start + (internal.includes("[") ? root : internal.indexOf(">") + 1))
  );
}

/** What is not markup, and where it ends: sections that are skipped whole. */
const SECTIONS = [
  ["<![CDATA[", "]]>"],
  ["<!--", "-->"],
  ["<?", "?>"],
] as const;

/** The end of the section that begins at a place; -1 where it has none, null where none begins. */
export function sectionEnd(text: string, at: number): number | null {
  const section = SECTIONS.find(([start]) => text.startsWith(start, at));
  if (!section) return null;
  const end = text.indexOf(section[1], at + section[0].length);
  return end === -1 ? -1 : end + section[1].length;
}

/** Changes what is outside of CDATA sections and comments. In one pass, however hostile the text. */
function outsideCdata(text: string, change: (part: string) => string): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf("<!"); at !== -1; at = text.indexOf("<!", at + 2)) {
    const end = sectionEnd(text, at);
    if (end === -1) break;
    if (end === null) continue;
    parts.push(change(text.slice(from, at)), text.slice(at, end));
    from = end;
    at = end - 2;
  }
  return parts.join("") + change(text.slice(from));
}

/** Where text stops being XML and why, as far as can be told from its tags. */
export interface XmlFault {
  line: number;
  reason: string;
}

/**
 * The first place at which the tags of an XML text do not fit: what a reader of its source has to
 * look for. Null where they all do.
 */
export function xmlFault(text: string): XmlFault | null {
  const lineOf = (at: number) => text.slice(0, at).split("\n").length;
  const open: { name: string; at: number }[] = [];
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at)) {
    const section = sectionEnd(text, at);
    const end = section ?? tagEnd(text, at);
    if (end === -1) {
      return { line: lineOf(at), reason: `what begins with ${text.slice(at, at + 9).trim()} has no end` };
    }
    if (section !== null) {
      at = section;
      continue;
    }
    const [, slash = "", name] = /^<(\/?)([a-z_][^\s<>/]{0,100})/i.exec(text.slice(at, at + 103)) ?? [];
    if (name && slash) {
      const last = open.pop();
      if (last?.name !== name) {
        const expected = last ? `; </${last.name}> was expected, for line ${lineOf(last.at)}` : "";
        return { line: lineOf(at), reason: `</${name}> closes nothing${expected}` };
      }
    } else if (name && text[end - 1] !== "/") open.push({ name, at });
    at = end + 1;
  }
  const unclosed = open.at(-1);
  if (!unclosed) return null;
  const reason = `the text ends within <${unclosed.name}>, which began in line ${lineOf(unclosed.at)}`;
  return { line: lineOf(text.length), reason };
}

/** How many elements are open at a time at most, as far as can be told from tags alone. */
export function nestingOf(text: string): number {
  let [depth, deepest, close] = [0, 0, -1];
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at + 1)) {
    const section = sectionEnd(text, at);
    if (section === -1) break;
    if (section !== null) {
      at = section - 1;
      continue;
    }
    // Looked for once, not for each tag that has none.
    if (close < at) close = text.indexOf(">", at);
    if (close === -1) break;
    if (text[at + 1] === "/") depth--;
    else if (text[close - 1] !== "/") deepest = Math.max(deepest, ++depth);
  }
  return deepest;
}

/** Where a tag ends: at a `>` that is in no attribute's value; -1 where it does not. */
function tagEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const letter = text[i];
    if (letter === ">") return i;
    if (letter !== '"' && letter !== "'") continue;
    i = text.indexOf(letter, i + 1);
    if (i === -1) return -1;
  }
  return -1;
}
