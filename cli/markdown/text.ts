const IMAGE = /(!\[([^\]]*)\]\(\s*<?)([^)>\s]+)/g;
const IN_HTML = /(<img\b[^>]*?\ssrc=["'])([^"']+)/g;

/** Texts without what only their generator understands; what could not stay is told, by name. */
export function withoutTemplates(text: string, left: (name: string) => void): string {
  return text
    .replace(/\{%-?\s*highlight\s+(\S+)[^%]*%\}\r?\n?([\s\S]*?)\{%-?\s*endhighlight\s*-?%\}/g, "```$1\n$2```")
    .replace(/\{%-?\s*raw\s*-?%\}([\s\S]*?)\{%-?\s*endraw\s*-?%\}/g, "$1")
    .replace(/\{\{-?\s*site\.(?:base)?url\s*-?\}\}/g, "")
    .replace(
      /\{\{[<%]\s*(\/?)([\w/-]+)((?:\s+[^>%]*?)?)\s*\/?[>%]\}\}/g,
      (_, end: string, name: string, rest: string) => {
        const made = end ? "" : shortcode(name, rest);
        if (made === null) left(name);
        return made ?? "";
      },
    )
    .replace(/\{%-?\s*(\w+)[^%]{0,1000}%\}/g, (_, name: string) => {
      left(name);
      return "";
    });
}

/** Hugo's own shortcodes as Markdown (https://gohugo.io/content-management/shortcodes/); null for one of a theme. */
function shortcode(name: string, rest: string): string | null {
  const named = Object.fromEntries(
    [...rest.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|(\S+))/g)].map(
      ([, key = "", a, b, c, d]) => [key, a ?? b ?? c ?? d ?? ""],
    ),
  );
  const first = /^\s*(?:"([^"]*)"|(\S+))/.exec(rest);
  const value = named.id ?? first?.[1] ?? first?.[2] ?? "";
  switch (name) {
    case "figure": {
      const caption = named.caption ?? named.title ?? "";
      return `![${named.alt ?? caption}](${named.src ?? ""})${caption && `\n\n*${caption}*`}`;
    }
    case "youtube":
      return `<https://www.youtube.com/watch?v=${encodeURIComponent(value)}>`;
    case "vimeo":
      return `<https://vimeo.com/${encodeURIComponent(value)}>`;
    case "ref":
    case "relref":
      return "";
    case "highlight":
    case "details":
      return "";
    default:
      return null;
  }
}

/**
 * A text whose pictures are named as files of ours, where they were brought.
 *
 * @param bring the id of a picture, by how the text names it; null for one that stays
 */
export async function withPictures(
  text: string,
  bring: (name: string, alt: string) => Promise<string | null>,
): Promise<string> {
  const named = new Map<string, string>();
  for (const [, , alt = "", name = ""] of text.matchAll(IMAGE)) if (!named.has(name)) named.set(name, alt);
  for (const [, , name = ""] of text.matchAll(IN_HTML)) if (!named.has(name)) named.set(name, "");
  const ids = new Map<string, string>();
  for (const [name, alt] of named) {
    const id = await bring(name, alt);
    if (id !== null) ids.set(name, id);
  }
  const idOf = (name: string) => (ids.has(name) ? `media:${ids.get(name)}` : name);
  return text
    .replace(IMAGE, (_, before: string, _alt: string, name: string) => before + idOf(name))
    .replace(IN_HTML, (_, before: string, name: string) => before + idOf(name));
}
