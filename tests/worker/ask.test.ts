import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import type { AskDocument } from "../../src/model/found.ts";
import { NO_CONTEXT } from "./bindings.ts";
import { clearKv, type Desk, openDesk, SITE } from "./newsroom.ts";
import { publishSample } from "./sample.ts";

// Questions to the sample newsroom, and what a bound model may add.

let desk: Desk;
beforeAll(async () => {
  await clearKv();
  desk = await openDesk("newsroom");
  await publishSample(desk.publish);
  await desk.pass(60 * 86_400_000); // until all of it is out
  await desk.drain();
});

const ask = (question: string, about: string | null = null) =>
  desk.inside((newsroom) => newsroom.ask(question, about));

const said = (found: AskDocument | null, i = 0) =>
  found?.passages[i]?.pieces.map(({ text }) => text).join("") ?? "";

describe("a question", () => {
  it.each([
    ["Whom did Khaled Haftar meet in Moscow?", "haftar-and-yevkurov-meet-in-moscow", /Yunus-bek Yevkurov/],
    ["How many trees are there in Tripoli?", "tripoli-counts-its-trees", /41,306 trees/],
    ["When does the night ferry to Sfax return?", "night-ferry-between-tripoli-and-sfax-returns", /ferry/i],
    ["How hot was it in Ghadames?", "heatwave-reaches-forty-six-degrees-in-ghadames", /degrees/],
    ["كم تبلغ مساحة الحديقة في بني وليد؟", "حديقة-عائلية-في-بني-وليد", /متر/],
  ])("%s is answered by a passage of %s", async (question, slug, words) => {
    const found = await ask(question);
    const first = found?.passages[0];
    expect(decodeURIComponent(first?.url ?? "")).toBe(`${SITE}/articles/${slug}`);
    expect(said(found)).toMatch(words);
    expect(first?.pieces.some(({ hit }) => hit)).toBe(true);
  });

  it("quotes whole sentences that stand in the article just so", async () => {
    const found = await ask("Who counts the trees of Tripoli?");
    for (const [i, { url }] of (found?.passages ?? []).entries()) {
      const { value } = await env.DOCUMENTS.getWithMetadata(
        `article/${decodeURIComponent(url.split("/").at(-1) ?? "")}`,
      );
      const text = JSON.parse(value ?? "{}")
        .content_html.replace(/<[^>]+>/g, "")
        .replaceAll("&#x26;", "&");
      expect(text).toContain(said(found, i));
    }
  });

  it("of one article is answered from that alone", async () => {
    const about = "tripoli-counts-its-trees";
    const found = await ask("What about the ficus?", about);
    expect(found?.passages.length).toBeGreaterThan(0);
    for (const { url } of found?.passages ?? []) expect(url).toBe(`${SITE}/articles/${about}`);
    expect(said(found)).toContain("Ficus");
  });

  it.each(["Who won the moon landing of 1969?", "xyzzy", "?!", "who is it"])(
    "that nothing answers gets nothing made up: %s",
    async (question) => {
      expect((await ask(question))?.passages).toEqual([]);
    },
  );

  it("is not answered from what a source repeats in every story", async () => {
    const found = await ask("What does the country live from?");
    for (const [i] of (found?.passages ?? []).entries())
      expect(said(found, i)).not.toContain("lives from oil");
  });

  it("to an article that is not there, is answered with 404", async () => {
    expect(await ask("What?", "museum-says-nothing")).toBeNull();
  });
});

/** A model that says what it is told to, in the place of the platform's. */
function withModel(run: (model: string, input: Record<string, unknown>) => unknown) {
  return {
    ...env,
    AI: { run: async (model: string, input: Record<string, unknown>) => run(model, input) } as unknown as Ai,
  };
}

async function get(
  path: string,
  bindings: typeof env,
): Promise<{ status: number; text: string; stored: string | null }> {
  const response = await app.fetch(new Request(SITE + path), bindings, NO_CONTEXT);
  return {
    status: response.status,
    text: await response.text(),
    stored: response.headers.get("cache-control"),
  };
}

const QUESTION = `/ask?${new URLSearchParams({ q: "How many trees are there in Tripoli?" })}`;

describe("a bound model", () => {
  it("answers from the passages it was given, which it names, and the answer says how it was made", async () => {
    let asked = "";
    const bindings = withModel((_, { messages }) => {
      asked = JSON.stringify(messages);
      return { response: "There are 41,306 <b>trees</b> [1]." };
    });
    const page = await get(QUESTION, bindings);
    expect(page).toMatchObject({ status: 200, stored: "no-store" });
    expect(page.text).toContain("There are 41,306 &lt;b&gt;trees&lt;/b&gt; [1].");
    expect(page.text).toContain("Written by a program");
    expect(asked).toContain("[1] (");
    expect(asked).toContain("41,306");
  });

  it.each([
    [
      "says that they do not answer",
      () => ({ response: "NO ANSWER" }),
      "The passages below do not answer this.",
    ],
    ["names no passage", () => ({ response: "There are nine." }), null],
    ["names one that it was not given", () => ({ response: "Nine [17]." }), null],
    ["fails", () => Promise.reject(new Error("out of capacity")), null],
    ["answers nothing that can be read", () => ({}), null],
  ])("that %s leaves the passages to speak", async (_, run, says) => {
    const { status, text } = await get(QUESTION, withModel(run));
    expect(status).toBe(200);
    expect(text).toContain("41,306");
    expect(text).not.toContain("nine");
    if (says) expect(text).toContain(says);
    else expect(text).not.toContain('id="answer"');
  });

  it("is not asked where nothing was found", async () => {
    const bindings = withModel(() => {
      throw new Error("it was asked");
    });
    expect((await get("/ask?q=xyzzy", bindings)).text).toContain("No passage answers this.");
  });

  const TREES = "/translate?article=tripoli-counts-its-trees&to=ar";

  it("translates a story for one reader, marked as such, with its original", async () => {
    const bindings = withModel((model, { text, source_lang, target_lang }) => {
      expect([model, source_lang, target_lang]).toEqual(["@cf/meta/m2m100-1.2b", "en", "ar"]);
      return { translated_text: `ترجمة <${String(text).length}>` };
    });
    const page = await get(TREES, bindings);
    expect(page).toMatchObject({ status: 200, stored: "no-store" });
    expect(page.text).toContain('<article class="story" lang="ar" dir="rtl">');
    expect(page.text).toMatch(/<h1>ترجمة &lt;\d+&gt;<\/h1>/);
    expect(page.text).toContain("Translated by a program");
    expect(page.text).toContain('href="https://littoral.example/articles/tripoli-counts-its-trees"');
  });

  it("is offered on the page only where it is there", async () => {
    const path = "/articles/tripoli-counts-its-trees";
    expect(
      (
        await get(
          path,
          withModel(() => ({})),
        )
      ).text,
    ).toContain("/translate?");
    expect((await get(path, env)).text).not.toContain("/translate?");
    expect((await get(TREES, env)).status).toBe(404);
  });

  it.each([
    [TREES, () => Promise.reject(new Error("out of capacity")), 503],
    ["/translate?article=nothing&to=ar", () => ({}), 404],
    ["/translate?article=tripoli-counts-its-trees&to=tlh", () => ({}), 404],
  ])("%s → %#", async (path, run, status) => {
    const answer = await get(path, withModel(run));
    expect(answer.status).toBe(status);
  });
});
