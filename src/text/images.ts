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
    const attributes = Object.fromEntries(
      [...written.matchAll(ATTRIBUTE)].map(([, name = "", value = ""]) => [name, value]),
    );
    const changed = change(attributes);
    return typeof changed === "string" ? changed : changed ? writeImage(changed) : "";
  });
}

/** An `img` with these attributes. */
export function writeImage(attributes: Attributes): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<img${written.join("")}>`;
}
