import { paragraphs } from "./paragraphs.ts";
import { quoted, type Shortcode, withoutShortcodes } from "./shortcodes.ts";
import type { Site } from "./site.ts";

/** A text as HTML, and what of it could not come as it was. */
export interface Content {
  html: string;
  /** Sentences, each once. */
  notes: string[];
}

/** Sound that shortcodes and players name. */
const SOUND = ["src", "mp3", "m4a", "ogg", "wav"];
const FILM = ["src", "mp4", "m4v", "webm", "ogv", "flv"];

/** The text of a post as clean HTML: block markup and shortcodes replaced, paragraphs made. */
export function contentOf(source: string, site: Site): Content {
  const notes = new Set<string>();
  const hasBlocks = /<!--\s+wp:/.test(source);
  const text = embedded(withoutBlocks(source, notes));
  const replaced = withoutShortcodes(
    text,
    (shortcode) => replacement(shortcode, site),
    (name) => notes.add(`the shortcode [${name}] is gone`),
  );
  return { html: hasBlocks ? replaced : paragraphs(replaced), notes: [...notes] };
}

/** Comments around blocks say how they are edited; some blocks are nothing else. */
function withoutBlocks(source: string, notes: Set<string>): string {
  return source
    .replace(/<!--\s+wp:([a-z][a-z0-9/-]*)\s+(?:\{[^\n]*?\}\s+)?\/-->/g, (_, name: string) => {
      if (name !== "more" && name !== "separator" && name !== "spacer")
        notes.add(`the block ${name} is gone`);
      return "";
    })
    .replace(/<!--[\s\S]*?-->/g, "");
}

/** An address on a line of its own is what it leads to, in WordPress; here it is a link. */
function embedded(html: string): string {
  const link = (url: string) => `<p><a href=${quoted(url)}>${quoted(url).slice(1, -1)}</a></p>`;
  return html
    .replace(/<div class="wp-block-embed__wrapper">\s*(https?:\/\/[^\s<>"]+)\s*<\/div>/g, (_, url: string) =>
      link(decoded(url)),
    )
    .replace(/^[ \t]*(https?:\/\/[^\s<>"]+)[ \t]*$/gm, (_, url: string) => link(decoded(url)));
}

const decoded = (url: string) => url.replaceAll("&amp;", "&").replaceAll("&#038;", "&");

function replacement({ name, attributes, content }: Shortcode, site: Site): string | undefined {
  switch (name) {
    case "caption":
    case "wp_caption": {
      const [, picture = "", words = ""] =
        /^\s*((?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:<\/a>)?)([\s\S]*)$/i.exec(content ?? "") ?? [];
      const caption = attributes.caption ?? words.trim();
      if (!picture) return content ?? "";
      return `<figure>${picture}${caption && `<figcaption>${caption}</figcaption>`}</figure>`;
    }
    case "gallery":
    case "playlist":
      return (attributes.ids ?? attributes.include ?? "")
        .split(",")
        .flatMap((id) => site.attachments.get(id.trim()) ?? [])
        .map(({ url, alt, caption }) =>
          name === "gallery"
            ? `<figure><img src=${quoted(url)} alt=${quoted(alt)}>${caption && `<figcaption>${caption}</figcaption>`}</figure>`
            : `<audio src=${quoted(url)}></audio>`,
        )
        .join("\n");
    case "audio":
      return named(attributes, SOUND, (url) => `<audio src=${quoted(url)}></audio>`);
    case "video":
      return named(attributes, FILM, (url) => `<video src=${quoted(url)}></video>`);
    case "embed": {
      const url = decoded((content || attributes[0] || attributes.src || "").trim());
      return url ? `<p><a href=${quoted(url)}>${quoted(url).slice(1, -1)}</a></p>` : "";
    }
    default:
      return undefined;
  }
}

function named(attributes: Record<string, string>, names: string[], made: (url: string) => string): string {
  const name = names.find((each) => attributes[each]);
  const url = name ? attributes[name] : attributes[0];
  return url ? made(decoded(url)) : "";
}
