/**
 * Sanitised HTML with each table in a region of its own, which a narrow screen scrolls: with a name, so
 * that it is told what scrolls, and in the order of keys (WCAG 2.1.1). Tables within tables stay as they are.
 *
 * @param name what such a region is called
 */
export function withScrolledTables(html: string, name: string): string {
  let depth = 0;
  return html.replace(/<(\/?)table\b[^<>]*>/g, (tag, end) => {
    if (end) return --depth === 0 ? `${tag}</div>` : tag;
    return depth++ === 0 ? `<div class="table" role="region" tabindex="0" aria-label="${name}">${tag}` : tag;
  });
}
