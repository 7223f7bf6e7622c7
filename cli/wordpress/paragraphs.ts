// Text that WordPress makes paragraphs of when it shows it, as its classic editor kept it: an empty line ends
// a paragraph, a line end is one (https://developer.wordpress.org/reference/functions/wpautop/).

const BLOCK =
  "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|menu|summary|audio|video|script|iframe";
const BLOCK_TAG = new RegExp(`</?(?:${BLOCK})(?=[\\s/>])[^>]*>`, "gi");
/** What is shown as it stands. */
const KEPT = /<(pre|script|style|textarea)\b[\s\S]*?<\/\1\s*>/gi;

/** HTML with the paragraphs that its lines mean. */
export function paragraphs(html: string): string {
  const kept: string[] = [];
  const keep = (part: string) => `\n\n\uE000${kept.push(part) - 1}\uE000\n\n`;
  const text = html.replace(/\r\n?/g, "\n").replaceAll("\uE000", "").replace(KEPT, keep);
  // Around each tag of a block is an end of a paragraph.
  const apart = text.replace(BLOCK_TAG, (tag) => `\n\n${tag}\n\n`);
  const parts = apart
    .split(/\n[ \t]*\n+/)
    .map((part) => part.trim())
    .filter(Boolean);
  const depth = new InBlocks();
  return parts
    .map((part) => {
      if (/^\uE000\d+\uE000$/.test(part)) return part;
      if (new RegExp(`^${BLOCK_TAG.source}$`, "i").test(part)) return depth.pass(part);
      const lines = part.replace(/(<br\s*\/?>)?[ \t]*\n/g, "<br>\n");
      return depth.isInline ? lines : `<p>${lines}</p>`;
    })
    .join("\n")
    .replace(/\uE000(\d+)\uE000/g, (_, i) => kept[Number(i)] ?? "");
}

/** Whether a text stands in an element whose text is a paragraph already. */
class InBlocks {
  private readonly open: string[] = [];

  pass(tag: string): string {
    const [, end, name = ""] = /^<(\/?)([a-z0-9]+)/i.exec(tag) ?? [];
    const element = name.toLowerCase();
    if (end) {
      const at = this.open.lastIndexOf(element);
      if (at !== -1) this.open.length = at;
    } else if (!/\/>$/.test(tag) && element !== "hr" && element !== "col" && element !== "area")
      this.open.push(element);
    return tag;
  }

  get isInline(): boolean {
    const last = this.open.at(-1);
    return (
      last !== undefined &&
      !/^(?:div|blockquote|section|article|aside|header|footer|nav|form|details|fieldset)$/.test(last)
    );
  }
}
