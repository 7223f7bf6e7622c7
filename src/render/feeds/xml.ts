// What the generator leaves to us, in one place. Text that reaches it has no XML-illegal character
// (removed when it entered), so control characters are free to mark places.

import { escapeXml } from "../../text/plain.ts";

/**
 * Text for the generator, which takes a literal `&amp;` for an escape of its own and undoes it.
 */
export function text(value: string): string {
  return value.replaceAll("&", "&amp;");
}

/** HTML for a CDATA section: the generator splits `]]>` only once, so none may be left. */
export function cdata(html: string): string {
  return html.replaceAll("]]>", "]]&gt;");
}

/** An element with attributes; undefined ones are left out. */
export function element(
  name: string,
  attributes: Record<string, string | number | undefined>,
  content = "",
): string {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join("");
  return content ? `<${name}${list}>${content}</${name}>` : `<${name}${list}/>`;
}

const mark = (index: number) => `\u0001${index}\u0001`;

/**
 * Places for finished XML that the generator cannot write: `hold` gives a text to hand to it,
 * `fill` puts the XML in place of the element that holds that text.
 */
export function placeholders() {
  const held: string[] = [];
  return {
    hold(xml: string): string {
      return mark(held.push(xml) - 1);
    },
    fill(document: string): string {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it cannot occur in content
      return document.replace(/<([\w:]+)>\u0001(\d+)\u0001<\/\1>/g, (_, _name, index) => held[index] ?? "");
    },
  };
}

/** Sets the root element's start tag, and a CSS stylesheet for people who open the feed. */
export function finish(document: string, root: string, stylesheet: string): string {
  const instruction = `<?xml-stylesheet type="text/css" href="${escapeXml(stylesheet)}"?>`;
  const name = root.slice(1, root.search(/[\s>]/));
  return document.replace("?>", `?>\n${instruction}`).replace(new RegExp(`<${name}(\\s[^>]*)?>`), root);
}
