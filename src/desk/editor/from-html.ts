import type { Root } from "hast";
import { fromDom } from "hast-util-from-dom";

/** In which nothing is shown, loaded or run. */
export const inert = document.implementation.createHTMLDocument();

/** HTML as the browser reads it. */
export function fragmentOf(html: string): DocumentFragment {
  const template = inert.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** The same as a tree, in place of the parser that the Worker has to bring along. */
export const fromHtml = (html: string): Root => fromDom(fragmentOf(html)) as Root;
