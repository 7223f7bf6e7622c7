import type { Root } from "hast";
import { fromDom } from "hast-util-from-dom";

/** In which nothing is shown, loaded or run. */
export const inert = document.implementation.createHTMLDocument();

/** HTML as the browser reads it, in place of the parser that the Worker has to bring along. */
export function fromHtml(html: string): Root {
  const template = inert.createElement("template");
  template.innerHTML = html;
  return fromDom(template.content) as Root;
}
