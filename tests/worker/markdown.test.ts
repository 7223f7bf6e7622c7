import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../src/render/markdown.ts";
import type { Site } from "../../src/render/site.ts";
import { articleOf } from "./articles.ts";

// An article as Markdown is at most some times as long as its HTML, whatever was published: it is made for
// anybody who asks.

const markdown = (html: string) => renderMarkdown(articleOf(html), { title: "The Littoral" } as Site);
const row = (cells: number) => `<tr>${"<td>a</td>".repeat(cells)}</tr>`;

describe.each<[string, (n: number) => string]>([
  ["one wide row and many narrow ones", (n) => `<table>${row(n)}${row(1).repeat(n)}</table>`],
  ["a cell over many columns", (n) => `<table><tr><td colspan="1000">a</td></tr>${row(1).repeat(n)}</table>`],
  [
    "one long cell in each column",
    (n) => `<table>${`<tr><td>${"word ".repeat(n / 10)}</td><td>b</td></tr>`}${row(2).repeat(n)}</table>`,
  ],
  [
    "quotations in one another around many paragraphs",
    (n) => `${"<blockquote>".repeat(180)}${"<p>a</p>".repeat(n)}${"</blockquote>".repeat(180)}`,
  ],
  [
    "lines of code in quotations",
    (n) => `${"<blockquote>".repeat(10)}<pre>${"a\n".repeat(n * 20)}</pre>${"</blockquote>".repeat(10)}`,
  ],
  [
    "lists in one another",
    (n) => `${"<ul><li>".repeat(90)}${"<p>a</p>".repeat(n)}${"</li></ul>".repeat(90)}`,
  ],
])("%s", (_, html) => {
  it("grows with what there is, and not with its square", () => {
    const lengths = [500, 1000, 2000].map((n) => markdown(html(n)).length / html(n).length);
    for (const share of lengths) expect(share).toBeLessThan(8);
    expect((lengths[2] ?? 0) / (lengths[1] ?? 1)).toBeLessThan(1.4);
  });
});

it("keeps the words of a table that is too large for one", () => {
  const cells = Array.from({ length: 120 }, (_, i) => `<td>cell${i}</td>`).join("");
  const text = markdown(`<table><tr>${cells}</tr>${row(1).repeat(120)}</table>`);
  expect(text).toContain("cell0 · cell1 · cell2");
  expect(text).toContain("cell119");
});

it("writes a table as one where it can be read", () => {
  expect(
    markdown("<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Sfax</td><td>12</td></tr></table>"),
  ).toContain("| Port | Ships |\n| - | - |\n| Sfax | 12 |");
});

it("keeps the words of what has too many elements for anything else, and escapes them", () => {
  const text = markdown(`${"<p>one <b>two</b> *three*</p>".repeat(6000)}<p># last</p>`);
  expect(text).toContain("one two \\*three\\*\n\none two");
  expect(text.trimEnd().endsWith("\\# last")).toBe(true);
});

it("has the words of a table within a table once", () => {
  const text = markdown("<table><tr><td>outer<table><tr><td>inner</td></tr></table></td></tr></table>");
  expect(text.match(/outer/g)).toHaveLength(1);
  expect(text.match(/inner/g)).toHaveLength(1);
});
