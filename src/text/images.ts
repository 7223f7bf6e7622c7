/** An `img` of HTML that was cleaned, whose attributes have no quotes in them. */
const IMG = /<img((?: [a-z]+(?:="[^"]*")?)*)>/g;
const ATTRIBUTE = / ([a-z]+)(?:="([^"]*)")?/g;

/** Attributes of an element, in their order, escaped as they stand in HTML. */
export type Attributes = Record<string, string>;

/**
 * Changes the pictures in HTML that was cleaned.
 *
 * @param change gives what stands in place of a picture: its attributes, markup, or null for nothing
 */
export function mapImages(html: string, change: (image: Attributes) => Attributes | string | null): string {
  return html.replace(IMG, (_, written: string) => {
    const changed = change(attributesOf(written));
    return typeof changed === "string" ? changed : changed ? writeImage(changed) : "";
  });
}

/** The addresses of the pictures in HTML that was cleaned. */
export function imagesIn(html: string): string[] {
  return [...html.matchAll(IMG)].flatMap(
    ([, written = ""]) => unescaped(attributesOf(written).src ?? "") || [],
  );
}

function attributesOf(written: string): Attributes {
  return Object.fromEntries(
    [...written.matchAll(ATTRIBUTE)].map(([, name = "", value = ""]) => [name, value]),
  );
}

/** The value of an attribute as it stands in HTML that was cleaned, as text. */
export function unescaped(value: string): string {
  return value
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

const PLAYER = /<(audio|video)((?: [a-z]+(?:="[^"]*")?)*)>(.*?)<\/\1>/gs;

/** Puts links in place of players in HTML that was cleaned. @param which by the address of what they play */
export function linkPlayers(html: string, which: (src: string) => boolean): string {
  return html.replace(PLAYER, (player: string, _, written: string, content: string) => {
    const src = / src="([^"]*)"/.exec(written)?.[1] ?? /<source[^<]* src="([^"]*)"/.exec(content)?.[1];
    if (!src) return "";
    return which(unescaped(src)) ? `<a href="${src}">${src.split("/").at(-1)}</a>` : player;
  });
}

/** An `img` with these attributes. */
export function writeImage(attributes: Attributes): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<img${written.join("")}>`;
}

/** The addresses that HTML that was cleaned loads something from. */
export function loadsFrom(html: string): string[] {
  return [...html.matchAll(/<(?:img|audio|video|source)(?: [a-z]+(?:="[^"]*")?)*>/g)].flatMap(([tag]) =>
    [...tag.matchAll(/ (?:src|poster)="([^"]*)"/g)].map(([, url = ""]) => unescaped(url)),
  );
}
