import { legal } from "../../text/plain.ts";
import { sectionEnd } from "./repair.ts";

// What some publishing systems wrote instead of what the formats say, put as the formats say it.

/** Elements of an item that hold its content, and are no RSS: the first that stands there counts. */
const CONTENTS = ["xhtml:body", "body", "fullitem"];

/**
 * RSS with its elements where the parser looks for them: a prefix of the root's own namespace is taken
 * off, a channel is put around items that have none, and content in other elements is moved.
 *
 * @param root the name of the root element, as written
 */
export function plainRss(xml: string, root: string): string {
  const [prefix, name = root] = root.includes(":") ? root.split(":") : [undefined, root];
  let text = xml;
  if (prefix !== undefined && name.toLowerCase() === "rss") {
    text = text.replaceAll(`<${prefix}:`, "<").replaceAll(`</${prefix}:`, "</");
  }
  if (name.toLowerCase() !== "rss") return text;
  if (!/<channel[\s>]/i.test(text)) {
    const opened = text.indexOf(">", text.indexOf(`<${name}`)) + 1;
    const closed = text.lastIndexOf(`</${name}`);
    text = `${text.slice(0, opened)}<channel>${text.slice(opened, closed)}</channel>${text.slice(closed)}`;
  }
  text = text.replaceAll("<dc:author>", "<dc:creator>").replaceAll("</dc:author>", "</dc:creator>");
  return text.includes("<content:encoded") ? text : CONTENTS.reduce(moved, text);
}

/** The contents of an element as escaped content, in the place of that element. In one pass. */
function moved(text: string, name: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = opening(text, name, 0); at !== -1; at = opening(text, name, from)) {
    const opened = text.indexOf(">", at) + 1;
    if (opened === 0) break;
    if (text[opened - 2] === "/") {
      // It is empty, and what is closed later is another one.
      parts.push(text.slice(from, opened));
      from = opened;
      continue;
    }
    const closed = text.indexOf(`</${name}>`, opened);
    if (closed === -1) break;
    const inner = text.slice(opened, closed);
    // Markup that is escaped already stays so; what is markup in the feed becomes text of it.
    const content = /<[a-z/]/i.test(inner) ? `<![CDATA[${inner.replaceAll("]]>", "]]&gt;")}]]>` : inner;
    parts.push(text.slice(from, at), `<content:encoded>${content}</content:encoded>`);
    from = closed + `</${name}>`.length;
  }
  return parts.join("") + text.slice(from);
}

/** Where an element begins that is markup, and not part of a CDATA section; -1 where none does. */
function opening(text: string, name: string, from: number): number {
  for (let at = text.indexOf("<", from); at !== -1; at = text.indexOf("<", at)) {
    const section = sectionEnd(text, at);
    if (section === -1) return -1;
    if (section === null && text.startsWith(name, at + 1) && /[\s>]/.test(text[at + name.length + 1] ?? "")) {
      return at;
    }
    at = section ?? at + 1;
  }
  return -1;
}

/** Atom 0.3 with text in base64 as what it says (`mode`, https://web.archive.org/web/2004/http://www.mnot.net/drafts/draft-nottingham-atom-format-02.html). */
export function withoutBase64(xml: string): string {
  return xml.replace(
    /<(title|tagline|info|summary|content|copyright)(\s[^<>]*)>([^<]*)(?=<\/\1>)/gi,
    (whole, name: string, attributes: string, encoded: string) => {
      const text = /\bmode=["']base64["']/i.test(attributes) ? decoded(encoded) : null;
      if (text === null) return whole;
      const escaped = attributes.replace(/base64/i, "escaped");
      return `<${name}${escaped}><![CDATA[${text.replaceAll("]]>", "]]&gt;")}]]>`;
    },
  );
}

function decoded(base64: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(base64.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
    return legal(new TextDecoder().decode(bytes));
  } catch {
    return null; // it is none, whatever it says of itself: shown as it stands
  }
}
