import { describe, expect, inject, it } from "vitest";
import { anybody, api, publish } from "../setup/client.ts";
import { formOf, writeComment } from "../setup/comment-form.ts";
import { atomByLibxml, parseXml, rssByLibxml } from "../setup/feeds.ts";
import { atomFaults, rssFaults } from "../setup/validator.ts";

// Comments over HTTP: from the form on a page to the feeds, by way of a moderator.

const scratch = inject("scratch");

async function pendingOf(article: string) {
  const response = await api("GET", `comments?status=pending&article=${article}`);
  return (await response.json()).comments as {
    id: string;
    revision: number;
    name: string;
    text: string;
    email: string | null;
  }[];
}

const decide = (id: string, status: string, ifMatch?: string) =>
  api("PATCH", `comments/${id}`, { status }, ifMatch === undefined ? {} : { "If-Match": ifMatch });

const NAMESPACES = {
  a: "http://www.w3.org/2005/Atom",
  thr: "http://purl.org/syndication/thread/1.0",
  slash: "http://purl.org/rss/1.0/modules/slash/",
  wfw: "http://wellformedweb.org/CommentAPI/",
};

describe("a comment", () => {
  it("goes from the form to a moderator, and from there to page, feeds and counts", async () => {
    const article = await publish({ title: "A bridge", markdown: "It opened." });
    const own = await writeComment(article.url, {
      name: "Nadia",
      email: "n@example.org",
      text: "See https://example.org/x.",
    });
    const waiting = await (await fetch(own)).text();
    expect(waiting).toContain("waiting");
    expect(await (await fetch(article.url)).text()).not.toContain("Nadia");

    const [pending] = await pendingOf(article.id);
    expect(pending).toMatchObject({ name: "Nadia", email: "n@example.org" });
    const decided = await decide(pending?.id ?? "", "approved", `"r${pending?.revision}"`);
    expect([decided.status, await decided.json()]).toMatchObject([200, { status: "approved" }]);

    const page = await (await fetch(article.url)).text();
    expect(page).toContain("Nadia");
    expect(page).toContain('<a href="https://example.org/x" rel="nofollow ugc">https://example.org/x</a>.');
    expect(page).not.toContain("n@example.org");

    const [rss, atom, commentsRss, commentsAtom, all] = await Promise.all(
      [
        ...["/rss.xml", "/atom.xml"],
        ...[
          "/articles/a-bridge/comments/rss.xml",
          "/articles/a-bridge/comments/atom.xml",
          "/comments/atom.xml",
        ],
      ].map(async (path) => (await fetch(scratch + path)).text()),
    );
    expect(rssFaults(commentsRss ?? "", `${article.url}/comments/rss.xml`)).toEqual([]);
    expect(atomFaults(commentsAtom ?? "", `${article.url}/comments/atom.xml`)).toEqual([]);
    expect(rssByLibxml(commentsRss ?? "")).toEqual(atomByLibxml(commentsAtom ?? ""));
    expect(atomByLibxml(all ?? "").map(({ url }) => url)).toContain(`${article.url}#comment-${pending?.id}`);

    const value = (xml: string | undefined, path: string) =>
      parseXml(xml ?? "", (root) => root.find(path, NAMESPACES)[0]?.content);
    const item = `/rss/channel/item[link='${article.url}']`;
    expect(value(rss, `${item}/slash:comments`)).toBe("1");
    expect(value(rss, `${item}/comments`)).toBe(`${article.url}#comments`);
    expect(value(rss, `${item}/wfw:commentRss`)).toBe(`${article.url}/comments/rss.xml`);
    const replies = `//a:entry/a:link[@rel='replies'][@href='${article.url}/comments/atom.xml']`;
    expect(value(atom, `${replies}/@thr:count`)).toBe("1");
    const reply = "//a:entry/thr:in-reply-to";
    expect(value(commentsAtom, `${reply}/@href`)).toBe(article.url);
    const entry = `//a:entry[a:link[@href='${article.url}']]/a:id`;
    expect(value(commentsAtom, `${reply}/@ref`)).toBe(value(atom, entry));
  });

  it("can be withdrawn by its writer's page, which nobody can guess or index", async () => {
    const article = await publish({ title: "A tunnel" });
    const own = await writeComment(article.url, { name: "Nadia", text: "Dark in there." });
    const page = await fetch(own);
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(await page.text()).toContain('<meta name="robots" content="noindex"/>');
    expect((await fetch(own.replace(/.$/, (last) => (last === "0" ? "1" : "0")))).status).toBe(404);
    const gone = await fetch(`${own}/withdraw`, { method: "POST", redirect: "manual" });
    expect(gone.status).toBe(303);
    expect(await (await fetch(own)).text()).toContain("withdrawn");
    expect(await pendingOf(article.id)).toEqual([]);
  });

  it("cannot be written where comments are closed", async () => {
    const article = await publish({ title: "A closed door" });
    const { token, action } = await formOf(article.url);
    expect((await api("PATCH", `articles/${article.id}/comments`, { status: "closed" })).status).toBe(200);
    expect(await (await fetch(article.url)).text()).not.toContain("comment-form");
    const body = new URLSearchParams({ name: "N", text: "T", token });
    expect((await fetch(action, { method: "POST", body, redirect: "manual" })).status).toBe(403);
  });
});

describe("the API of moderators", () => {
  it.each([
    ["GET", "comments?status=unheard", undefined, 422],
    ["GET", "comments?cursor=x", undefined, 422],
    ["GET", "comments/none", undefined, 404],
    ["PATCH", "comments/none", { status: "approved" }, 428],
    ["PATCH", "comments/none", { status: "withdrawn" }, 422],
    ["PATCH", "comments/none", {}, 422],
    ["PATCH", "articles/none/comments", { status: "closed" }, 404],
    ["PATCH", "articles/none/comments", { status: "shut" }, 422],
  ])("%s %s with %j → %i", async (method, path, body, status) => {
    const response = await api(method, path, body);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
  });

  it("is open to a token that may moderate, and to no other", async () => {
    const made = async (scopes: string[]) =>
      (await (await api("POST", "tokens", { name: "t", scopes })).json()).token as string;
    const [moderator, writer] = [await made(["moderate"]), await made(["read", "write"])];
    const status = async (token: string, path: string) =>
      (await fetch(`${scratch}/api/${path}`, { headers: { Authorization: `Bearer ${token}` } })).status;
    expect([await status(moderator, "comments"), await status(writer, "comments")]).toEqual([200, 403]);
    expect([await status(moderator, "articles"), await status(writer, "articles")]).toEqual([403, 200]);
  });

  it("decide on what they have read, and on nothing that was changed since", async () => {
    const article = await publish({ title: "A quick pen" });
    const own = await writeComment(article.url, { name: "Nadia", text: "A fair remark." });
    const [pending] = await pendingOf(article.id);
    const { id = "" } = pending ?? {};
    const read = await api("GET", `comments/${id}`);
    const etag = read.headers.get("etag") ?? "";
    expect([etag, (await read.json()).revision]).toEqual(['"r1"', 1]);
    const body = new URLSearchParams({ text: "Buy my watches." });
    const headers = { "CF-Connecting-IP": anybody() };
    expect((await fetch(own, { method: "POST", body, headers, redirect: "manual" })).status).toBe(303);

    expect((await decide(id, "approved")).status).toBe(428);
    const late = await decide(id, "approved", etag);
    expect([late.status, late.headers.get("etag")]).toEqual([412, '"r2"']);
    expect(late.headers.get("content-type")).toContain("application/problem+json");
    expect(await (await fetch(article.url)).text()).not.toContain("watches");
    const again = await (await api("GET", `comments/${id}`)).json();
    expect(again).toMatchObject({ status: "pending", text: "Buy my watches.", revision: 2 });

    const spam = await decide(id, "spam", '"r2"');
    expect([spam.status, spam.headers.get("etag")]).toEqual([200, '"r3"']);
    // Somebody else has decided meanwhile: that is a change, too.
    expect((await decide(id, "approved", '"r2"')).status).toBe(412);
    expect((await decide(id, "pending", "*")).status).toBe(200);
  });

  it("pages through comments, newest first, each once", async () => {
    const article = await publish({ title: "A long talk" });
    for (const text of ["One", "Two", "Three"]) await writeComment(article.url, { name: "N", text });
    const texts: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = `article=${article.id}&limit=2${cursor && `&cursor=${cursor}`}`;
      const page = await (await api("GET", `comments?${query}`)).json();
      texts.push(...page.comments.map((comment: { text: string }) => comment.text));
      cursor = page.next;
    }
    expect(texts).toEqual(["Three", "Two", "One"]);
  });
});
