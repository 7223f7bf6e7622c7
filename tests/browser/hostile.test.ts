import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../../scripts/browser.ts";
import { anybody, api, publish } from "../setup/client.ts";

// Hostile content in a real browser: nothing of it runs, with our Content-Security-Policy and without
// it, so that neither hides a hole of the other.

const scratch = inject("scratch");
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** HTML that would call `pwned()` wherever it is let through: the ways that OWASP and feedparser list. */
const VECTORS = [
  "<script>pwned()</script>",
  "<SCRIPT SRC=/assets/../pwned.js></SCRIPT>",
  "<scr<script>ipt>pwned()</scr</script>ipt>",
  "<script\x20type='text/javascript'>pwned()</script\n>",
  "<script/x>pwned()</script>",
  "<<script>pwned();//<</script>",
  "<img src=x onerror=pwned()>",
  "<img src=x onerror=&#112;&#119;&#110;&#101;&#100;()>",
  "<IMG SRC=x OnErRoR='pwned()'>",
  '<img src="x" onerror\t=\n"pwned()">',
  "<img src='x'onerror='pwned()'>",
  "<img/src=x/onerror=pwned()>",
  "<img src=`javascript:pwned()`>",
  '<img """><script>pwned()</script>">',
  "<img src=x:alert(alt) onerror=eval(src) alt=pwned()>",
  "<svg onload=pwned()>",
  "<svg><script>pwned()</script></svg>",
  "<svg><animate onbegin=pwned() attributeName=x dur=1s>",
  "<svg><set attributeName=onmouseover to=pwned()>",
  "<svg><a xlink:href='javascript:pwned()'><text x=20 y=20>x</text></a></svg>",
  "<svg><foreignObject><iframe srcdoc='<script>parent.pwned()</script>'></foreignObject></svg>",
  "<math><mtext></p><script>pwned()</script></mtext></math>",
  "<math href='javascript:pwned()'>x</math>",
  "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwned()>",
  "<noscript><p title='</noscript><img src=x onerror=pwned()>'>",
  "<template><img src=x onerror=pwned()></template>",
  "<style>@import 'javascript:pwned()';</style>",
  "<style><img src='</style><img src=x onerror=pwned()>'>",
  "<div style='background:url(javascript:pwned())'>x</div>",
  '<div style="width:expression(pwned())">x</div>',
  "<link rel=stylesheet href='javascript:pwned()'>",
  "<meta http-equiv=refresh content='0;url=javascript:pwned()'>",
  "<base href='javascript:pwned()//'>",
  "<iframe src='javascript:parent.pwned()'></iframe>",
  "<iframe srcdoc='<script>parent.pwned()</script>'></iframe>",
  "<object data='javascript:parent.pwned()'></object>",
  "<embed src='javascript:pwned()'>",
  "<video><source onerror=pwned()></video>",
  "<video src=x onerror=pwned()></video>",
  "<audio src=x onerror=pwned()></audio>",
  "<video poster='javascript:pwned()'></video>",
  "<details open ontoggle=pwned()>x</details>",
  "<input autofocus onfocus=pwned()>",
  "<select autofocus onfocus=pwned()>",
  "<textarea autofocus onfocus=pwned()>",
  "<button autofocus onfocus=pwned()>x</button>",
  "<marquee onstart=pwned()>x</marquee>",
  "<body onload=pwned()>",
  "<html onload=pwned()>",
  "<p onanimationstart=pwned() style='animation:x 1s'>x</p>",
  "<xss id=x tabindex=1 onfocus=pwned() autofocus></xss>",
  "<!--<img src='--><img src=x onerror=pwned()>'>",
  "<![CDATA[<img src=x onerror=pwned()>]]>",
  "<?xml version='1.0'?><script>pwned()</script>",
  "\u2028<script>pwned()</script>",
  "<a\u0000 href='javascript:pwned()'>x</a>",
  "&lt;script&gt;pwned()&lt;/script&gt;",
  "<p id=pwned name=cookie>clobbered</p><form name=document><input name=body></form>",
];

/** Links that would, once followed. */
const LINKS = [
  "javascript:pwned()",
  "JaVaScRiPt:pwned()",
  " javascript:pwned()",
  "java\tscript:pwned()",
  "java\nscript:pwned()",
  "&#106;avascript:pwned()",
  "javascript&colon;pwned()",
  "\u0001javascript:pwned()",
  "vbscript:pwned()",
  "data:text/html,<script>opener.pwned()</script>",
  "data:text/html;base64,PHNjcmlwdD5wd25lZCgpPC9zY3JpcHQ+",
  "//javascript:pwned()",
  "x:javascript:pwned()",
];

/** Opens a page and follows whatever a reader could; how often something of the content ran. */
async function visit(url: string, bypassCSP: boolean): Promise<{ runs: number; strangers: string[] }> {
  const context = await browser.newContext({ bypassCSP });
  let runs = 0;
  const strangers: string[] = [];
  await context.exposeFunction("pwned", () => {
    runs++;
  });
  const page = await context.newPage();
  page.on("dialog", (dialog) => {
    runs++;
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(scratch)) strangers.push(request.url());
  });
  await page.goto(url, { waitUntil: "load" });
  const links = await page.locator(".body a, .comment a, .results a").all();
  for (const link of links) {
    const href = (await link.getAttribute("href")) ?? "";
    expect(href).toMatch(/^(https?:\/\/|#|mailto:|$)/);
  }
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>("main *")) {
      element.dispatchEvent(new Event("mouseover", { bubbles: true }));
      element.focus();
    }
  });
  await page.waitForTimeout(200);
  await context.close();
  return { runs, strangers };
}

const HARMLESS = { runs: 0, strangers: [] };

describe.each([
  ["with our policy", false],
  ["without it", true],
])("hostile content, %s,", (_, bypassCSP) => {
  it("in an article of HTML is harmless", async () => {
    const links = LINKS.map((href) => `<p><a href="${href}">follow</a></p>`);
    const { url } = await publish({
      title: `HTML ${crypto.randomUUID()}`,
      html: [...VECTORS, ...links].join("\n"),
    });
    expect(await visit(url, bypassCSP)).toEqual(HARMLESS);
  });

  it("in an article of Markdown is harmless", async () => {
    const links = LINKS.map((href) => `[follow](<${href.replaceAll(/[\n<>]/g, "")}>)`);
    const markdown = [...VECTORS, ...links].join("\n\n");
    const { url } = await publish({ title: `Markdown ${crypto.randomUUID()}`, markdown });
    expect(await visit(url, bypassCSP)).toEqual(HARMLESS);
  });

  it("in headlines, names, tags and pictures' texts is shown as text", async () => {
    const vector = "<img src=x onerror=pwned()>\"'><script>pwned()</script>";
    const { url } = await publish({
      title: `${vector} ${crypto.randomUUID()}`,
      standfirst: vector,
      authors: [`A ${vector}`],
      tags: [`T ${vector}`],
      image: { url: "/lighthouse.svg", alt: vector },
      attachments: [{ url: "/ship.mp3", mime_type: "audio/mpeg", title: vector }],
      markdown: "Text.",
    });
    for (const page of [url, `${scratch}/`, `${scratch}/tags`, `${scratch}/search?q=onerror`])
      expect(await visit(page, bypassCSP), page).toEqual(HARMLESS);
  });

  it("in a comment is text, and its links are only web addresses", async () => {
    const { url, id } = await publish({ title: `Comments ${crypto.randomUUID()}` });
    const token = /name="token" value="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? "";
    for (const text of [
      VECTORS.slice(0, 30).join("\n"),
      LINKS.join("\n"),
      "https://x.example/\"onmouseover='pwned()'",
    ]) {
      const response = await fetch(`${url}/comments`, {
        method: "POST",
        body: new URLSearchParams({ name: "<script>pwned()</script>", text, token }),
        headers: { "CF-Connecting-IP": anybody() },
        redirect: "manual",
      });
      expect(response.status).toBe(303);
      expect(await visit(new URL(response.headers.get("location") ?? "", scratch).href, bypassCSP)).toEqual(
        HARMLESS,
      );
    }
    const { comments } = await (await api("GET", `comments?article=${id}`)).json();
    for (const comment of comments) {
      await api("PATCH", `comments/${comment.id}`, { status: "approved" }, { "If-Match": "*" });
    }
    expect(await visit(url, bypassCSP)).toEqual(HARMLESS);
    expect(await visit(`${scratch}/comments`, bypassCSP)).toEqual(HARMLESS);
  });

  it.each([
    (vector: string) => `/search?${new URLSearchParams({ q: vector })}`,
    (vector: string) => `/ask?${new URLSearchParams({ q: vector })}`,
    (vector: string) => `/${encodeURIComponent(vector.replaceAll("/", "∕"))}`,
    (vector: string) => `/tags/${encodeURIComponent(vector.replaceAll("/", "∕"))}`,
  ])("that an address holds is shown as text, if at all: %#", async (path) => {
    const vector = "\"'><img src=x onerror=pwned()><script>pwned()</script>";
    expect(await visit(scratch + path(vector), bypassCSP)).toEqual(HARMLESS);
  });
});
