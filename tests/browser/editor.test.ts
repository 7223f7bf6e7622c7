import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { build } from "esbuild";
import fc from "fast-check";
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { DESK_BUILD } from "../../scripts/desk-build.ts";
import { cleanHtml } from "../../src/text/html.ts";
import { atOnce, says, useDesk } from "../setup/desk.ts";
import { useBrowser } from "../setup/visit.ts";

// Any text that may stand in an article goes through the editor and comes back as it was.

const BASE = "https://paper.example/articles/";
const SITE = "https://paper.example";
const browser = useBrowser();
let page: Page;

beforeAll(async () => {
  page = await browser().newPage();
  const { outputFiles } = await build({
    ...DESK_BUILD,
    entryPoints: [fileURLToPath(new URL("../../src/desk/editor/text.ts", import.meta.url))],
    ...{ format: "iife", globalName: "editor", write: false },
  });
  await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
});

interface Round {
  /** Opened and closed. */
  untouched: string;
  /** Written anew, in both formats. */
  html: string;
  markdown: { format: string; text: string };
  /** How many blocks the editor keeps whole. */
  opaque: number;
  /** What readers would see, of what was there and of each of these. */
  seen: { before: string; html: string; markdown: string };
}

/** Takes sanitised HTML through the editor. */
const through = (texts: string[]): Promise<Round[]> =>
  page.evaluate(
    ({ texts, base, site }) => {
      // biome-ignore lint/suspicious/noExplicitAny: the script that was put into the page
      const { Texts } = (globalThis as any).editor;
      const BLOCKS = new Set(
        "P H2 H3 H4 H5 H6 BLOCKQUOTE UL OL LI PRE TABLE THEAD TBODY TFOOT TR TD TH DL DT DD DIV SECTION FIGURE FIGCAPTION DETAILS SUMMARY".split(
          " ",
        ),
      );
      // By itself, and not by the editor's own means: each sign with what it stands in, and each thing.
      const seen = (html: string): string => {
        const template = document.createElement("template");
        template.innerHTML = html;
        const out: unknown[] = [];
        const name = (element: Element) =>
          `${element.tagName}${[...element.attributes].map((each) => ` ${each.name}=${each.value}`).sort()}`;
        const visit = (node: Node, blocks: string[], marks: string[], pre: boolean) => {
          for (const child of node.childNodes) {
            if (child instanceof Text)
              for (const sign of pre ? child.data : child.data.replace(/[ \t\n\f\r]+/g, ""))
                out.push([sign, blocks.join(">"), [...new Set(marks)].sort().join()]);
            else if (child instanceof Element) {
              const isTopLine = blocks.length === 0 && child.tagName === "P" && child.attributes.length === 0;
              if (BLOCKS.has(child.tagName))
                visit(
                  child,
                  isTopLine ? blocks : [...blocks, name(child)],
                  marks,
                  pre || child.tagName === "PRE",
                );
              else if (child.childNodes.length === 0) {
                const isTrailing = child.tagName === "BR";
                if (child.id || (!isTrailing && /^(IMG|HR|WBR)$/.test(child.tagName)))
                  out.push([name(child), blocks.join(">"), [...new Set(marks)].sort().join()]);
              } else visit(child, blocks, [...marks, name(child)], pre);
            }
          }
        };
        visit(template.content, [], [], false);
        return JSON.stringify(out);
      };
      return texts.map((text) => {
        const own = new Texts(base, site);
        const doc = own.open({ format: "html", text });
        const other = new Texts(base, site);
        const html = other.close(doc, "html").text;
        const markdown = other.close(doc, "markdown");
        const again = other.open(markdown);
        let opaque = 0;
        doc.descendants((node: { type: { name: string } }) => {
          if (node.type.name === "html_block") opaque++;
        });
        return {
          ...{ untouched: own.close(doc, "html").text, html, markdown, opaque },
          seen: {
            before: seen(text),
            html: seen(html),
            markdown: seen(new Texts(base, site).close(again, "html").text),
          },
        };
      });
    },
    { texts, base: BASE, site: SITE },
  );

const word = fc.constantFrom(
  "ship",
  "harbour ",
  " quay",
  "مرفأ",
  "a_b",
  "*",
  "1. ",
  "# x",
  "<",
  "&amp;",
  "\n",
  "  ",
  "`",
  "- ",
  "|",
  "~~",
  "[x]",
  "http://a.example/",
  "!",
  "\\",
);
const text = fc
  .array(word, { minLength: 1, maxLength: 4 })
  .map((words) => words.join("").replaceAll("<", "&lt;"));
const attributes = fc.constantFrom(
  "",
  "",
  "",
  ' lang="ar"',
  ' dir="rtl"',
  ' id="user-content-a"',
  ' title="T &quot;x"',
  ' cite="https://a.example/"',
);
const INLINE =
  "a em strong b i u s del ins sub sup mark small q cite abbr dfn kbd samp var tt time bdi bdo span code strike ruby".split(
    " ",
  );
const BLOCK =
  "p h2 h3 h6 blockquote ul ol li pre table thead tbody tr td th dl dt dd div section figure figcaption details summary".split(
    " ",
  );
/** HTML of any kind: what is left of it when it is cleaned may stand in an article. */
const anything = fc.letrec<{ node: string; nodes: string }>((tie) => ({
  nodes: fc.array(tie("node"), { maxLength: 4 }).map((nodes) => nodes.join("")),
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text,
    fc.constantFrom(
      "<br>",
      "<hr>",
      "<wbr>",
      '<img src="https://a.example/a.jpg" alt="A &lt; b">',
      '<img src="media:0123456789abcdef0123456789abcdef">',
      '<audio src="https://a.example/a.mp3"></audio>',
      '<pre><code class="language-js">a\n\n  b</code></pre>',
      '<a id="user-content-x"></a>',
    ),
    fc
      .tuple(fc.constantFrom(...INLINE), attributes, tie("nodes"))
      .map(
        ([tag, attrs, inner]) =>
          `<${tag}${tag === "a" ? ' href="https://a.example/"' : attrs}>${inner}</${tag}>`,
      ),
    fc
      .tuple(fc.constantFrom(...BLOCK), attributes, tie("nodes"))
      .map(([tag, attrs, inner]) => `<${tag}${attrs}>${inner}</${tag}>`),
  ),
})).nodes;

describe("any sanitised HTML", () => {
  it("comes back from the editor as it went in, to the letter where nobody touched it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 20 }), async (sources) => {
        const clean = (html: string) => cleanHtml(html, BASE, SITE).html;
        // Elements that a parser would move are not where they stand in any text that is kept.
        const texts = sources.map(clean).filter((text) => clean(text) === text);
        for (const [i, round] of (await through(texts)).entries()) {
          expect(round.untouched).toBe(texts[i]);
          expect(round.seen.html).toBe(round.seen.before);
          expect(round.seen.markdown).toBe(round.seen.before);
        }
      }),
      { numRuns: 60 },
    );
  });
});

const scratch = inject("scratch");
const { person, complaints } = useDesk({ writing: "seen" });

/** A story that nobody has written in, in the editor. */
async function newStory(page: Page): Promise<{ title: string; writing: Locator; text: Locator }> {
  const title = `Editor ${crypto.randomUUID().slice(0, 8)}`;
  await page.goto(`${scratch}/desk/stories/new`);
  await page.locator("[name=title]").fill(title);
  const writing = page.locator(".writing");
  await writing.click();
  return { title, writing, text: page.locator("textarea[name=text]") };
}

/** Gives the clipboard something, and pastes it. */
const paste = (page: Page, kind: string, data: string) =>
  page.locator(".writing").evaluate(
    (element, { kind, data }) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData(kind, data);
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    { kind, data },
  );

const MARKDOWN = `Setext
======

* one
* two

See [the quay][1], ~~closed~~.

[1]: https://quay.example/  "The quay"

<details>
<summary>More</summary>

It *sails*.

</details>

1) first
2) second`;

describe("the editor", () => {
  it("formats Markdown as it is typed, and readers get what was seen", async () => {
    const page = await person("author");
    const { writing, text, title } = await newStory(page);
    const lines = [
      "## The *quay*",
      "It **sails** at `06:00`, [they say](https://a.example/ \b).",
      "- one",
      "two",
    ];
    for (const [i, line] of lines.entries()) {
      await page.keyboard.type(line.replace(" \b", ""));
      if (i < lines.length - 1) await page.keyboard.press("Enter");
    }
    for (let i = 0; i < 2; i++) await page.keyboard.press("Enter");
    await page.keyboard.type("> said");
    await expect
      .poll(() => writing.locator("h2 em, strong, code, ul li, blockquote").allTextContents())
      .toEqual([...["quay", "sails", "06:00", "one", "two", "said"]]);
    await says(page, "Saved");
    expect(await text.inputValue()).toBe(
      "## The _quay_\n\nIt **sails** at `06:00`, [they say](https://a.example/).\n\n- one\n- two\n\n> said",
    );
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await atOnce(page);
    await page.getByText("It is published.").waitFor();
    const link = page.getByRole("link", { name: "What readers have" }).first();
    const published = await (await fetch(`${await link.getAttribute("href")}.json`)).json();
    expect(published.title).toBe(title);
    expect(published.content_html).toContain("<h2>The <em>quay</em></h2>");
    expect(published.content_html).toContain("<li>one</li>\n<li>two</li>");
  });

  it("leaves what nobody touches as it was written", async () => {
    const page = await person("author");
    const { writing, text } = await newStory(page);
    await page.getByRole("button", { name: "Markdown" }).click();
    await text.fill(MARKDOWN);
    await page.getByRole("button", { name: "As it will look" }).click();
    await expect
      .poll(() => writing.locator("h2, li, details em").allTextContents())
      .toEqual([...["Setext", "one", "two", "sails", "first", "second"]]);
    await writing.locator("li", { hasText: "second" }).click();
    await page.keyboard.press("End");
    await page.keyboard.type(", too");
    await says(page, "Saved");
    const kept = MARKDOWN.slice(0, MARKDOWN.indexOf("1) first"));
    expect(await text.inputValue()).toBe(`${kept}1. first\n2. second, too`);
  });

  it.each([
    [
      "Word",
      `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body lang=EN-US>
<!--StartFragment--><h1>Ships<o:p></o:p></h1><p class=MsoNormal><b><span lang=EN-GB style='font-size:12.0pt'>Bold</span></b> and <i>thin</i><o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>one<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp;</span></span>within<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>two<o:p></o:p></p><!--EndFragment--></body></html>`,
      "## Ships\n\n**Bold** and _thin_\n\n- one\n  - within\n- two",
    ],
    [
      "Google Docs",
      `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.38"><span style="font-size:11pt;font-weight:700">Bold</span><span style="font-weight:400"> and </span><span style="font-style:italic">thin</span></p><br /><ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>one</span></p></li></ul><table><tbody><tr><td><p dir="ltr"><span>a</span></p></td></tr></tbody></table></b>`,
      "**Bold** and _thin_\n\n- one",
    ],
    [
      "a web page",
      `<div class="c"><div id="x" onclick="steal()">First <a href="https://a.example/?utm=1" target="_blank" style="color:red">link</a></div><script>steal()</script><div><p style="margin:0">Second<img src="data:image/png;base64,AAAA"></p></div><iframe src="https://evil.example/"></iframe></div>`,
      "First [link](https://a.example/?utm=1)\n\nSecond",
    ],
  ])("takes what is copied from %s, and nothing of its looks", async (_, html, markdown) => {
    const page = await person("author");
    const { text } = await newStory(page);
    await paste(page, "text/html", html);
    await says(page, "Saved");
    expect((await text.inputValue()).slice(0, markdown.length)).toBe(markdown);
    expect(await text.inputValue()).not.toMatch(/style|class|mso|onclick|docs-internal|<script/);
  });

  it("puts a picture where it is dropped, and asks what it shows", async () => {
    const page = await person("author");
    const { writing, text, title } = await newStory(page);
    await page.keyboard.type("Before.");
    const bytes = [...(await readFile(new URL("../../data/media/icon-144.png", import.meta.url)))];
    await writing.evaluate((element, bytes) => {
      // Bytes of its own, which no other test has.
      const file = new File([new Uint8Array(bytes)], "quay.png", { type: "image/png" });
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(file);
      const { left, top } = element.getBoundingClientRect();
      const at = { clientX: left + 20, clientY: top + 30 };
      element.dispatchEvent(new DragEvent("drop", { ...at, dataTransfer, bubbles: true, cancelable: true }));
    }, bytes);
    await page.getByLabel("Say what it shows").fill("The quay at night");
    await writing.locator("figcaption").click();
    await page.keyboard.type("Photo: Hana");
    await page.keyboard.press("Enter");
    await page.keyboard.type("After.");
    await says(page, "Saved");
    expect(await text.inputValue()).toMatch(
      /^Before\.\n\n<figure><img src="media:[0-9a-f]{32}" alt="The quay at night" loading="lazy"><figcaption>Photo: Hana<\/figcaption><\/figure>\n\nAfter\.$/,
    );
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await atOnce(page);
    await page.getByRole("link", { name: "What readers have" }).first().click();
    await page.getByRole("heading", { name: title }).waitFor();
    const shown = page.locator("figure img[alt='The quay at night']");
    expect(
      await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBeGreaterThan(0);
  });

  it("keeps the picture that stands for a story as soon as it is chosen, and finds it again", async () => {
    const page = await person("author");
    await newStory(page);
    const buffer = await readFile(new URL("../../data/media/icon-512.png", import.meta.url));
    await page.locator("[name=picture]").setInputFiles({ name: "lead.png", mimeType: "image/png", buffer });
    await page.getByLabel("What it shows").fill("A lighthouse");
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>("[name=image]")?.value);
    await says(page, "Saved");
    const id = await page.locator("[name=image]").inputValue();
    await page.reload();
    expect(await page.locator("[name=alt]").inputValue()).toBe("A lighthouse");
    expect(
      await page
        .locator("[data-lead] img")
        .evaluate((image: HTMLImageElement) => image.decode().then(() => true)),
    ).toBe(true);
    await page.getByRole("button", { name: "Without it" }).click();
    await says(page, "Saved");
    await page.getByRole("button", { name: "What is there already" }).click();
    await page.locator("[data-lead] .shelf button").first().click();
    expect(await page.locator("[name=image]").inputValue()).not.toBe("");
    await says(page, "Saved");
    expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  it("brings sound with a story, and what is said in it, and readers can play and read it", async () => {
    const page = await person("author");
    const { title } = await newStory(page);
    await page.keyboard.type("Listen.");
    const folder = new URL("../../data/", import.meta.url);
    const sound = await readFile(new URL("sounds/night-ferry.mp3", folder));
    const file = page.locator("[name=sound]");
    await file.setInputFiles({ name: "The sea.mp3", mimeType: "audio/mpeg", buffer: sound });
    await page.getByLabel("What it is called").fill("The sound of the sea");
    const vtt = `WEBVTT\n\n00:00.000 --> 00:01.000\nHere is ${title}.\n`;
    await file.setInputFiles({ name: "said.vtt", mimeType: "text/vtt", buffer: Buffer.from(vtt) });
    await page.getByLabel("What it is", { exact: true }).waitFor();
    await says(page, "Saved");
    await page.reload();
    expect(await page.getByLabel("What it is called").first().inputValue()).toBe("The sound of the sea");
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await atOnce(page);
    await page.getByRole("link", { name: "What readers have" }).first().click();
    await page.getByRole("heading", { name: title }).waitFor();
    await expect.poll(() => page.locator("audio[aria-label='The sound of the sea']").count()).toBe(1);
    await expect.poll(() => page.getByText(`Here is ${title}.`).count()).toBe(1);
    // What nobody touches stays as it is.
    await page.goBack();
    await page.getByRole("button", { name: "Markdown" }).waitFor();
    await page.locator(".writing").click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type(" Again.");
    await says(page, "Saved");
    await page.getByRole("button", { name: "Publish the change" }).click();
    await atOnce(page);
    await page.getByText("It is published.").waitFor();
    // The browser has the page as it was, for a while.
    const link = page.getByRole("link", { name: "What readers have" }).first();
    const html = await (await fetch((await link.getAttribute("href")) ?? "")).text();
    expect(html).toContain("Listen. Again.");
    expect(html).toContain('aria-label="The sound of the sea"');
  });

  it("takes in what somebody else writes, and leaves the place that is written in", async () => {
    const [one, two] = [await person("editor", "Ann"), await person("editor", "Ben")];
    await newStory(one);
    await one.keyboard.type("First.");
    await one.keyboard.press("Enter");
    await one.keyboard.type("Second.");
    await says(one, "Saved");
    await two.goto(one.url());
    await two.locator(".writing p").first().click();
    await two.keyboard.press("End");
    await two.keyboard.type(" By Ben.");
    await says(two, "Saved");
    await one.keyboard.type(" By Ann.");
    await says(one, "Ben wrote here, too");
    await expect
      .poll(() => one.locator(".writing p").allTextContents())
      .toEqual(["First. By Ben.", "Second. By Ann."]);
    // Who only looks sees it come, and who else is there.
    await expect
      .poll(() => two.locator(".writing p").allTextContents(), { timeout: 30_000 })
      .toEqual(["First. By Ben.", "Second. By Ann."]);
    await two.getByText("Here at this moment, too: Ann.").waitFor();
    await one.keyboard.type(" Still.");
    await says(one, "Saved");
    expect(await one.locator("textarea[name=text]").inputValue()).toBe(
      "First. By Ben.\n\nSecond. By Ann. Still.",
    );
  });

  it("is written in by keys alone, in Arabic from the right", async () => {
    const page = await person("author");
    const { writing, text } = await newStory(page);
    await page.keyboard.type("مرفأ");
    await page.keyboard.press("ControlOrMeta+b");
    await page.keyboard.type(" bold");
    await page.keyboard.press("ControlOrMeta+b");
    await page.keyboard.press("Enter");
    await page.keyboard.type("link");
    await page.keyboard.press("Shift+Home");
    // The browser tells of what is selected a moment later.
    await page.waitForTimeout(100);
    await page.keyboard.press("ControlOrMeta+k");
    await page.keyboard.type("quay.example");
    await page.keyboard.press("Enter");
    await says(page, "Saved");
    expect(await text.inputValue()).toBe("مرفأ **bold**\n\n[link](https://quay.example)");
    expect(
      await writing
        .locator("p")
        .first()
        .evaluate((element) => getComputedStyle(element).direction),
    ).toBe("rtl");
  });

  it("complains about nothing", () => expect(complaints).toEqual([]));
});
