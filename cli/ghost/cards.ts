import { markdownToHtml } from "../../src/text/markdown.ts";
import { escapeHtml, escapeXml } from "../../src/text/plain.ts";

/** What a card of Ghost's editors holds. */
export type Payload = Record<string, unknown>;

const text = (value: unknown) => (typeof value === "string" ? value : "");
const quoted = (value: unknown) => `"${escapeXml(text(value))}"`;

function figure(inside: string, caption: unknown): string {
  return `<figure>${inside}${text(caption) && `<figcaption>${text(caption)}</figcaption>`}</figure>`;
}

const linkTo = (url: unknown, words: unknown) =>
  text(url) ? `<p><a href=${quoted(url)}>${escapeHtml(text(words) || text(url))}</a></p>` : "";

/**
 * A card as HTML, whichever editor made it
 * (https://github.com/TryGhost/Koenig/tree/main/packages/kg-default-nodes).
 *
 * @returns null where it is none that a text of ours can have
 */
export function cardHtml(name: string, payload: Payload): string | null {
  switch (name.replace(/^card-/, "")) {
    case "image":
      return figure(`<img src=${quoted(payload.src)} alt=${quoted(payload.alt)}>`, payload.caption);
    case "gallery": {
      const images = Array.isArray(payload.images) ? (payload.images as Payload[]) : [];
      const shown = images.map(({ src, fileName, alt }) =>
        figure(`<img src=${quoted(src ?? fileName)} alt=${quoted(alt)}>`, ""),
      );
      return shown.join("") + (text(payload.caption) && `<p>${text(payload.caption)}</p>`);
    }
    case "markdown":
      return markdownToHtml(text(payload.markdown)) ?? escapeHtml(text(payload.markdown));
    case "html":
      return text(payload.html);
    case "code":
    case "codeblock": {
      const language = text(payload.language);
      const mark = language ? ` class=${quoted(`language-${language}`)}` : "";
      return figure(`<pre><code${mark}>${escapeHtml(text(payload.code))}</code></pre>`, payload.caption);
    }
    case "hr":
    case "horizontalrule":
      return "<hr>";
    case "embed":
      return linkTo(payload.url, "");
    case "bookmark": {
      const { title } = (payload.metadata ?? {}) as Payload;
      return linkTo(payload.url, payload.title ?? title);
    }
    case "audio":
      return `<audio src=${quoted(payload.src)}></audio>`;
    case "video":
      return figure(`<video src=${quoted(payload.src)}></video>`, payload.caption);
    case "file":
      return linkTo(payload.src, payload.fileTitle ?? payload.fileName);
    case "button":
      return linkTo(payload.buttonUrl, payload.buttonText);
    case "callout":
      return `<blockquote>${text(payload.calloutText)}</blockquote>`;
    case "toggle":
      return `<details><summary>${text(payload.heading)}</summary>${text(payload.content)}</details>`;
    default:
      return null;
  }
}
