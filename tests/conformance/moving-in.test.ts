import { describe, expect, inject, it } from "vitest";
import { api, publish, type Saved, uniqueTag } from "../setup/client.ts";

// What comes from another system over the API: entries with the ids that they had, at addresses that lead to
// them, many at a time.

const scratch = inject("scratch");
const get = (path: string) => fetch(new URL(path, scratch), { redirect: "manual" });
const ledTo = async (path: string) => {
  const response = await get(path);
  return [response.status, response.headers.get("location")];
};
const unique = () => crypto.randomUUID().slice(0, 8);
const NOBODY = "00000000-0000-4000-8000-000000000000";

interface Results {
  results: { status: number; article?: Saved; problem?: { detail: string; errors: { pointer: string }[] } }[];
}

describe("many articles at once", () => {
  it("are each answered by themselves, in their order; what is repeated or brought twice is here once", async () => {
    const [tag, entry] = [uniqueTag("Batch"), `https://old.example/?p=${unique()}`];
    const articles = [
      { article: { title: "One", tags: [tag], entry_id: entry, published: "2019-05-02T08:00:00Z" } },
      { article: { title: "Two", tags: [tag], nonsense: true } },
      { article: { markdown: "> ".repeat(200) } },
      { idempotency_key: unique(), article: { title: "Three", tags: [tag] } },
      { article: { title: "One again", tags: [tag], entry_id: entry } },
      { article: { title: "Four", slug: "Not a slug" } },
      { article: { title: "Five", image: { media: "none" } } },
    ];
    const first = await api("POST", "articles:batch", { articles });
    expect(first.status).toBe(200);
    const { results } = (await first.json()) as Results;
    expect(results.map(({ status }) => status)).toEqual([201, 422, 422, 201, 409, 422, 422]);
    expect(results[1]?.problem?.errors).toEqual([{ pointer: "#/nonsense", detail: "is not a field" }]);
    expect(results[4]?.problem?.detail).toContain(results[0]?.article?.id);
    const again = (await (await api("POST", "articles:batch", { articles })).json()) as Results;
    expect(again.results.map(({ status }) => status)).toEqual([409, 422, 422, 201, 409, 422, 422]);
    expect(again.results[3]?.article?.id).toBe(results[3]?.article?.id);

    const feed = `/tags/${tag.toLowerCase().replaceAll(" ", "-")}`;
    const json = (await (await get(`${feed}/feed.json`)).json()) as {
      items: { id: string; title: string }[];
    };
    expect(json.items.map(({ title }) => title)).toEqual(["Three", "One"]);
    expect(json.items[1]?.id).toBe(entry);
    expect(await (await get(`${feed}/rss.xml`)).text()).toContain(
      `<guid isPermaLink="false">${entry}</guid>`,
    );
    expect(await (await get(`${feed}/atom.xml`)).text()).toContain(`<id>${entry}</id>`);
  });

  it("are refused whole where there are none, or too many", async () => {
    for (const articles of [[], Array.from({ length: 51 }, () => ({ article: { title: "x" } }))])
      expect((await api("POST", "articles:batch", { articles })).status).toBe(422);
    expect((await api("POST", "articles", { title: "x", entry_id: "" })).status).toBe(422);
    const entry_id = unique();
    expect((await api("POST", "articles", { title: "x", entry_id })).status).toBe(201);
    expect((await api("POST", "articles", { title: "x", entry_id })).status).toBe(409);
  });
});

describe("a former address", () => {
  it("leads in one step to where its article is now, with all that stood under it", async () => {
    const [slug, p] = [`harbour-${unique()}`, unique()];
    const addresses = [
      `https://old.example/2019/05/${slug}/`,
      `/?p=${p}`,
      `/رابط/${slug}`,
      `/articles/old-${slug}`,
    ];
    const { id } = await publish({ title: "The harbour", slug, addresses });
    const here = `/articles/${slug}`;
    const feed = (name: string) => [301, `${here}/comments/${name}`];
    for (const path of [
      `/2019/05/${slug}/`,
      `/2019/05/${slug}`,
      `/2019/05/${slug.toUpperCase()}/`,
      `/?p=${p}`,
    ])
      expect(await ledTo(path), path).toEqual([301, here]);
    for (const end of ["page/2/", "amp/", "embed", "comment-page-1/", "trackback/", "?utm_source=x"])
      expect(await ledTo(`/2019/05/${slug}/${end}`), end).toEqual([301, here]);
    for (const end of ["feed/", "feed", "feed/rss2/", "feed/rdf", "?feed=rss2"])
      expect(await ledTo(`/2019/05/${slug}/${end}`), end).toEqual(feed("rss.xml"));
    expect(await ledTo(`/2019/05/${slug}/feed/atom/`)).toEqual(feed("atom.xml"));
    expect(await ledTo(`/?p=${p}&feed=atom`)).toEqual(feed("atom.xml"));
    expect(await ledTo(`/index.php?p=${p}`)).toEqual([301, here]);
    expect(await ledTo(`/index.php/2019/05/${slug}/`)).toEqual([301, here]);
    expect(await ledTo(encodeURI(`/رابط/${slug}/`))).toEqual([301, here]);
    expect(await ledTo(`/articles/old-${slug}`)).toEqual([301, here]);
    expect(await ledTo(`${here}/feed/`)).toEqual(feed("rss.xml"));

    // It follows the article, and a later move makes no chain.
    const moved = await api("PATCH", `articles/${id}`, { slug: `${slug}-2` }, { "If-Match": "*" });
    expect(moved.status).toBe(200);
    expect(await ledTo(`/2019/05/${slug}/`)).toEqual([301, `${here}-2`]);
    expect(await ledTo(`/?p=${p}`)).toEqual([301, `${here}-2`]);
    await api("DELETE", `articles/${id}`);
    expect(await ledTo(`/?p=${p}`)).toEqual([301, `${here}-2`]);
    expect((await get(`${here}-2`)).status).toBe(410);
    expect((await get(`/?p=${unique()}`)).headers.get("location")).toBe("/");
    for (const query of ["p=%00", "p=%E0%A4", "p=../x", "p[]=1", "p=", `tag=${"x".repeat(400)}`])
      expect((await get(`/?${query}`)).headers.get("location"), query).toBe("/");
    for (const path of ["/pages/a%2Cb", "/pages/a%25b", "/a%2Cb", "/a%25b/c%2Fd", `/${"ب".repeat(200)}/x`])
      expect((await get(path)).status, path).toBe(404);
    expect((await get(`/2019/05/${unique()}`)).status).toBe(404);
  });

  it("of a draft leads nowhere until there is something to be led to", async () => {
    const from = `/old/${unique()}`;
    const { id, slug } = await publish({ title: `Draft ${unique()}`, status: "draft", addresses: [from] });
    expect((await get(from)).status).toBe(404);
    await api("PATCH", `articles/${id}`, { status: "published" }, { "If-Match": "*" });
    await expect
      .poll(() => ledTo(`${from}/`), { timeout: 130_000, interval: 1000 })
      .toEqual([301, `/articles/${slug}`]);
  }, 140_000);

  it("of feeds, of the whole paper and of its lists, leads to the feed", async () => {
    for (const [path, to] of [
      ...[
        ["/feed/", "/rss.xml"],
        ["/feed/atom/", "/atom.xml"],
        ["/feed/rss2/", "/rss.xml"],
        ["/?feed=rss2", "/rss.xml"],
      ],
      ...[
        ["/comments/feed/", "/comments/rss.xml"],
        ["/comments/feed/atom", "/comments/atom.xml"],
      ],
      ...[
        ["/?feed=comments-rss2", "/comments/rss.xml"],
        ["/?s=The+Harbour", "/search?q=The+Harbour"],
      ],
      ...[
        ["/tags/libya/feed/", "/tags/libya/rss.xml"],
        ["/index.php", "/"],
        ["/tags/libya/page/3/", "/tags/libya"],
      ],
    ])
      expect(await ledTo(path ?? ""), path).toEqual([301, to]);
  });
});

describe("redirects", () => {
  const put = (...redirects: [from: string, to: string][]) =>
    api("PUT", "redirects", { redirects: redirects.map(([from, to]) => ({ from, to })) });
  const faults = async (response: Response) => {
    expect(response.status).toBe(422);
    return ((await response.json()) as { errors: { pointer: string }[] }).errors.map(
      ({ pointer }) => pointer,
    );
  };

  it("are kept, listed, and taken away; none leads to another one", async () => {
    const [a, b, c] = [`/a-${unique()}`, `/b-${unique()}/x.html`, `/c-${unique()}`];
    expect((await put([a, "/tags"], [c, "https://shop.example/?x=1"])).status).toBe(200);
    expect((await put([b, a])).status).toBe(200);
    expect(await ledTo(`${b}`)).toEqual([301, "/tags"]);
    expect(await ledTo(`${a}/`)).toEqual([301, "/tags"]);
    expect(await ledTo(c)).toEqual([301, "https://shop.example/?x=1"]);
    // A circle has nowhere to begin: what leads on is followed when it is kept.
    expect((await put([a, b])).status).toBe(200);
    for (const each of [a, b]) expect(await ledTo(each)).toEqual([301, "/tags"]);
    const { url } = await publish({ title: `Target ${unique()}` });
    expect((await put([a, url])).status).toBe(200);
    expect(await ledTo(a)).toEqual([301, new URL(url).pathname]);

    const listed = (await (
      await api("GET", `redirects?limit=1&after=${encodeURIComponent(a.slice(0, -1))}`)
    ).json()) as {
      redirects: { from: string; to: string; article: string | null }[];
      next: string;
    };
    expect(listed.redirects[0]).toMatchObject({ from: a, to: url, article: expect.any(String) });
    expect(listed.next).toBe(a);
    expect((await api("DELETE", `redirects?from=${a}/`)).status).toBe(204);
    expect((await api("DELETE", `redirects?from=${a}`)).status).toBe(404);
    expect((await get(a)).status).toBe(404);
  });

  it("follow a tag that becomes another one", async () => {
    const [tag, from] = [`old-${unique()}`, `/category/${unique()}`];
    await publish({ title: `Filed ${unique()}`, tags: [tag] });
    await put([from, `/tags/${tag}`]);
    expect(await ledTo(`${from}/feed/`)).toEqual([301, `/tags/${tag}/rss.xml`]);
    await api("PATCH", `tags/${tag}`, { label: `New ${tag}` });
    expect(await ledTo(`${from}/feed/atom/`)).toEqual([301, `/tags/new-${tag}/atom.xml`]);
    expect(await ledTo(`${from}/page/2/`)).toEqual([301, `/tags/new-${tag}`]);
  });

  it("of many addresses lead where something is, and to where that is now", async () => {
    const [blog, slug] = [`blog${unique()}`, `pattern-${unique()}`];
    const { id } = await publish({ title: "By a pattern", slug });
    expect(
      (
        await put(
          [`/${blog}/:year/:slug.html`, "/articles/:slug"],
          [`/${blog}/shop/*`, "https://shop.example/*"],
        )
      ).status,
    ).toBe(200);
    // Isolates look again after a minute; a new one knows at once, and so does whoever asks often enough.
    await expect
      .poll(() => ledTo(`/${blog}/2019/${slug}.html`), { timeout: 150_000, interval: 2000 })
      .toEqual([301, `/articles/${slug}`]);
    expect(await ledTo(`/${blog}/2019/${slug}.html/feed/`)).toEqual([
      301,
      `/articles/${slug}/comments/rss.xml`,
    ]);
    expect(await ledTo(`/${blog}/shop/a%20b/c`)).toEqual([301, "https://shop.example/a%20b/c"]);
    expect((await get(`/${blog}/2019/${unique()}.html`)).status).toBe(404);
    await api("PATCH", `articles/${id}`, { slug: `${slug}-moved` }, { "If-Match": "*" });
    expect(await ledTo(`/${blog}/2019/${slug}.html`)).toEqual([301, `/articles/${slug}-moved`]);
  }, 160_000);

  it("are refused where they cannot be, all of them, each with its reason", async () => {
    const good = `/good-${unique()}`;
    expect(
      await faults(
        await put(
          ...([
            [good, "/tags"],
            ["/articles/x", "/"],
            ["/tags/x", "/"],
            ["/", "/tags"],
          ] as [string, string][]),
          ...([
            ["/x", "javascript:alert(1)"],
            ["/x/:a/:a", "/articles/:a"],
            ["/x/:a", "/articles/:b"],
          ] as [string, string][]),
          ...([
            ["/x/:a", "/x/:a"],
            ["/x/*/y", "/articles/*"],
            [`/${"ب".repeat(151)}`, "/"],
          ] as [string, string][]),
        ),
      ),
    ).toEqual(
      ...[
        ["1/from", "2/from", "3/from", "4/to", "5/from", "6/to", "7/to", "8/from", "9/from"].map(
          (end) => `#/redirects/${end}`,
        ),
      ],
    );
    expect(
      await faults(
        await put([`/x-${unique()}`, "/articles/nothing-here"], [`/y-${unique()}`, "/nothing-here"]),
      ),
    ).toEqual(["#/redirects/0/to", "#/redirects/1/to"]);
    expect(await faults(await put([`/z-${unique()}`, "/articles/%E0%A4%A"]))).toEqual(["#/redirects/0/to"]);
    expect((await get(good)).status).toBe(404);
    const fifty = Array.from({ length: 51 }, (_, i): [string, string] => [
      `/p${i}-${unique()}/*`,
      "/articles/*",
    ]);
    expect(await faults(await put(...fifty))).toHaveLength(1);
    const taken = await api("POST", "articles", { title: "x", addresses: ["/tags/libya", "mailto:a"] });
    expect(await faults(taken)).toEqual(["#/addresses/0", "#/addresses/1"]);
  });
});

describe("comments from elsewhere", () => {
  it("come with their ids, dates and threads, once, and are read in page and feeds", async () => {
    const { id, slug } = await publish({ title: `Talked about ${unique()}` });
    const entry = (n: number) => `https://old.example/?p=9#comment-${n}-${slug}`;
    const comment = (n: number, more: object = {}) => ({
      ...{ article: id, entry_id: entry(n), name: `Reader ${n}`, text: `Said ${n}.\n\nTwice.` },
      ...{ created: `2019-05-0${n}T10:00:00Z`, ...more },
    });
    const comments = [
      comment(1),
      comment(2, { parent: entry(1), official: true }),
      comment(3, { parent: entry(2) }),
      comment(4, { status: "pending", email: "four@reader.example" }),
      comment(5, { parent: "nowhere" }),
      comment(6, { article: NOBODY }),
    ];
    const bring = async () =>
      (await (await api("POST", "comments:batch", { comments })).json()) as {
        results: { status: number; id: string }[];
      };
    const { results } = await bring();
    expect(results.map(({ status }) => status)).toEqual([201, 201, 201, 201, 422, 422]);
    expect((await bring()).results.map(({ status }) => status)).toEqual([409, 409, 409, 409, 422, 422]);

    const feed = (await (await get(`/articles/${slug}/comments/feed.json`)).json()) as {
      items: { id: string; date_published: string; _dateline: { in_reply_to: { id: string } } }[];
    };
    expect(feed.items.map((item) => item.id)).toEqual([entry(3), entry(2), entry(1)]);
    expect(feed.items[0]?.date_published).toBe("2019-05-03T10:00:00.000Z");
    // Answers are one level deep.
    expect(feed.items.map((item) => item._dateline.in_reply_to.id).slice(0, 2)).toEqual([entry(1), entry(1)]);
    const page = await (await get(`/articles/${slug}`)).text();
    expect(page.indexOf("Said 1")).toBeLessThan(page.indexOf("Said 2"));
    expect(page).not.toContain("Said 4");
    const waiting = (await (await api("GET", `comments?status=pending&article=${id}`)).json()) as {
      comments: { email: string; text: string }[];
    };
    expect(waiting.comments).toMatchObject([{ email: "four@reader.example", text: "Said 4.\n\nTwice." }]);
  });
});
