import { legal } from "../../text/plain.ts";

/**
 * Makes ill-formed XML readable where what was meant is plain: junk around the root element, a
 * document type (with entities that could grow without end), characters that XML forbids, `&` and
 * `<` that begin nothing. HTML's named entities are the parser's to decode.
 */
export function repairXml(text: string): string {
  const start = text.search(/<(?:\?xml|!--|!doctype|[a-z_][\w.-]*:?\w*[\s>/])/i);
  const kept = legal(start > 0 ? text.slice(start) : text);
  return outsideCdata(withoutDoctype(kept), (part) =>
    part
      .replace(/&(?!#\d{1,7};|#x[0-9a-f]{1,6};|[a-z][a-z0-9]{1,31};)/gi, "&amp;")
      .replace(/<(?![a-z_/!?])/gi, "&lt;"),
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

function outsideCdata(text: string, change: (part: string) => string): string {
  return text
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->)/)
    .map((part, i) => (i % 2 === 0 ? change(part) : part))
    .join("");
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
  const open: { name: string; at: number }[] = [];
  const lineAt = (at: number) => text.slice(0, at).split("\n").length;
  const tags =
    /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)|<(\/?)([a-z_][^\s>/]*)((?:"[^"]*"|'[^']*'|[^>"'])*)(>?)/gi;
  for (const match of text.matchAll(tags)) {
    const [whole, slash, name, rest = "", end] = match;
    const line = lineAt(match.index);
    if (whole.startsWith("<!") || whole.startsWith("<?")) {
      if (/(\]\]>|-->|\?>)$/.test(whole)) continue;
      return { line, reason: `what begins with ${whole.slice(0, 9).trim()} has no end` };
    }
    if (!name) continue;
    if (!end) return { line, reason: `the tag <${slash}${name}> has no end` };
    if (slash) {
      const last = open.pop();
      if (last?.name !== name) {
        const expected = last ? `; </${last.name}> was expected, for line ${lineAt(last.at)}` : "";
        return { line, reason: `</${name}> closes nothing${expected}` };
      }
    } else if (!rest.trimEnd().endsWith("/")) open.push({ name, at: match.index });
  }
  const unclosed = open.at(-1);
  if (!unclosed) return null;
  const at = lineAt(text.length);
  return {
    line: at,
    reason: `the text ends within <${unclosed.name}>, which began in line ${lineAt(unclosed.at)}`,
  };
}
