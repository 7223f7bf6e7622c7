import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { app } from "../../src/app.ts";
import type { ArticleDocument, ListDocument } from "../../src/model/document.ts";
import { LIMITS } from "../../src/model/limits.ts";
import type { Slug } from "../../src/model/slug.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { NO_CONTEXT, replaced } from "./bindings.ts";
import { tokenOf, writeComment } from "./comments.ts";
import { clearKv, type Desk, dumpKv, openDesk, SITE } from "./newsroom.ts";

// What becomes of a reader's comment: held back, let through, changed, taken back.

beforeEach(clearKv);

const ME = { visitor: "me", network: "ours" };
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

async function publish(desk: Desk, title: string, tags: string[] = []): Promise<string> {
  const answer = await desk.publish({ title, tags });
  if (answer.kind !== "saved") throw new Error(answer.kind);
  return answer.article.id;
}

const post = (desk: Desk, id: string, text: string, more = {}, visitor?: string) =>
  desk.inside((newsroom) => writeComment(newsroom, id, text, more, visitor));

const decide = (desk: Desk, id: string, status: "approved" | "rejected" | "spam" | "pending") =>
  desk.inside((newsroom) => newsroom.comments().decide(id, null, status, "operator", 0));

async function stored<T>(key: string): Promise<T> {
  const entry = (await dumpKv())[key] as { value: string } | undefined;
  if (!entry) throw new Error(`KV has no ${key}`);
  return JSON.parse(entry.value);
}

const hashes = async () =>
  Object.fromEntries(
    Object.entries(await dumpKv()).map(([key, entry]) => [
      key,
      (entry as { metadata: { hash: string } }).metadata.hash,
    ]),
  );

describe("a comment", () => {
  it("is seen by nobody until it is approved, and then changes what tells of it and nothing else", async () => {
    const desk = await openDesk("comment-approved");
    const ship = await publish(desk, "A ship", ["Harbours"]);
    await publish(desk, "A tree", ["Gardens"]);
    await desk.drain();
    const before = await hashes();
    const id = await post(desk, ship, "It sails.");
    await desk.drain();
    expect(await hashes()).toEqual(before);

    await decide(desk, id, "approved");
    await desk.drain();
    const after = await hashes();
    expect(Object.keys(after).filter((key) => after[key] !== before[key])).toEqual([
      ...["article/a-ship", "comments/a-ship", "index/comments"],
      ...["list/day:2025-07-01", "list/home", "list/tag:harbours"],
    ]);
    const article = await stored<ArticleDocument>("article/a-ship");
    expect(article._dateline.thread?.comments).toMatchObject([
      { id, name: "A reader", html: "<p>It sails.</p>" },
    ]);
    const home = await stored<ListDocument>("list/home");
    expect(home.items.find(({ id: each }) => each === article.id)?._dateline.comments?.count).toBe(1);
    // No entry is newer for it: readers must not see the story as unread.
    expect(article.date_modified).toBe(article.date_published);
  });

  it.each(["rejected", "spam", "pending"] as const)(
    "disappears again when it is %s later",
    async (status) => {
      const desk = await openDesk(`comment-${status}`);
      const ship = await publish(desk, "A ship");
      await desk.drain();
      const before = await stored<ArticleDocument>("article/a-ship");
      const id = await post(desk, ship, "It sails.");
      await decide(desk, id, "approved");
      await desk.drain();
      await decide(desk, id, status);
      await desk.drain();
      const { thread, comments } = (await stored<ArticleDocument>("article/a-ship"))._dateline;
      expect([thread, comments?.count]).toEqual([before._dateline.thread, 0]);
      expect((await stored<ListDocument>("comments/a-ship")).items).toEqual([]);
    },
  );

  it("can be answered one level deep, and leaves its place when it is taken back", async () => {
    const desk = await openDesk("comment-replies");
    const ship = await publish(desk, "A ship");
    const top = await post(desk, ship, "First");
    await decide(desk, top, "approved");
    await desk.pass(1000);
    const reply = await post(desk, ship, "Second", { parent: top });
    await decide(desk, reply, "approved");
    await desk.pass(1000);
    const beside = await post(desk, ship, "Third", { parent: reply });
    await decide(desk, beside, "approved");
    await desk.drain();
    const texts = async () => (await stored<ArticleDocument>("article/a-ship"))._dateline.thread?.comments;
    expect(await texts()).toMatchObject([
      { html: "<p>First</p>", replies: [{ html: "<p>Second</p>" }, { html: "<p>Third</p>" }] },
    ]);
    const feed = await stored<ListDocument>("comments/a-ship");
    expect(feed.items.map((item) => item._dateline.in_reply_to?.id.split("/").at(-1))).toEqual([
      top,
      top,
      ship,
    ]);
    await decide(desk, top, "rejected");
    await desk.drain();
    expect(await texts()).toMatchObject([{ removed: true, replies: [{}, {}] }]);
    expect(JSON.stringify(await texts())).not.toContain("First");
  });

  it("cannot answer what is not there, is not approved, or stands under another article", async () => {
    const desk = await openDesk("comment-parents");
    const ship = await publish(desk, "A ship");
    const tree = await publish(desk, "A tree");
    const pending = await post(desk, ship, "Pending");
    const elsewhere = await post(desk, tree, "Elsewhere");
    await decide(desk, elsewhere, "approved");
    for (const parent of [crypto.randomUUID(), pending, elsewhere]) {
      await expect(post(desk, ship, "No", { parent })).rejects.toThrow("no-such-parent");
    }
  });

  it("goes where its article goes, and leaves with it", async () => {
    const desk = await openDesk("comment-moves");
    const ship = await publish(desk, "A ship");
    await decide(desk, await post(desk, ship, "It sails."), "approved");
    await desk.inside((newsroom) =>
      newsroom.edit(ship, null, toChange({ slug: "the-ship" as Slug }, SITE), "t", 0),
    );
    await desk.drain();
    const [item] = (await stored<ListDocument>("comments/the-ship")).items;
    expect(item?.url).toContain(`${SITE}/articles/the-ship#comment-`);
    expect(((await dumpKv())["comments/a-ship"] as { metadata: object }).metadata).toMatchObject({
      ...{ kind: "redirect", to: "/articles/the-ship" },
    });
    await desk.inside((newsroom) => newsroom.withdraw(ship, null, "t", 0));
    await desk.drain();
    expect((await stored<ListDocument>("index/comments")).items).toEqual([]);
    expect(((await dumpKv())["comments/the-ship"] as { metadata: object }).metadata).toMatchObject({
      kind: "gone",
    });
  });
});

describe("its writer", () => {
  async function written(name: string) {
    const desk = await openDesk(name);
    const ship = await publish(desk, "A ship");
    const { id, key } = await desk.inside((newsroom) => {
      const input = { name: "Me", email: "me@example.org", text: "It sails.", parent: null, trapped: false };
      const token = tokenOf(newsroom, ship);
      const outcome = newsroom.comments().post("a-ship", { ...input, token }, ME);
      if (outcome.kind !== "posted") throw new Error(outcome.kind);
      return outcome;
    });
    return { desk, id, key };
  }

  it("can change it for ten minutes; what was approved waits again", async () => {
    const { desk, id, key } = await written("own-edit");
    await decide(desk, id, "approved");
    await desk.pass(9 * MINUTE);
    const changed = await desk.inside((newsroom) => newsroom.comments().editOwn(id, key, "It sank.", 0));
    expect(changed).toMatchObject({ status: "pending", text: "It sank." });
    await desk.drain();
    expect((await stored<ListDocument>("comments/a-ship")).items).toEqual([]);
    await desk.pass(2 * MINUTE);
    expect(await desk.inside((newsroom) => newsroom.comments().editOwn(id, key, "It rose.", 0))).toBe(
      "too-late",
    );
    expect(await desk.inside((newsroom) => newsroom.comments().own(id, key))).toMatchObject({
      editable: null,
    });
  });

  it("can withdraw it at any time, and nothing of what was written is kept", async () => {
    const { desk, id, key } = await written("own-withdraw");
    await decide(desk, id, "approved");
    await desk.pass(3 * DAY);
    await desk.inside((newsroom) => newsroom.comments().withdrawOwn(id, key, 0));
    await desk.drain();
    expect((await stored<ArticleDocument>("article/a-ship"))._dateline.thread?.comments).toEqual([]);
    const row = await desk.inside((newsroom) => newsroom.comments().read(id));
    expect(row).toMatchObject({ status: "withdrawn", name: "", email: null, text: "" });
    expect(await decide(desk, id, "approved")).toEqual({ kind: "withdrawn" });
  });

  it("is the only one who can, and is not told of a decision against it", async () => {
    const { desk, id, key } = await written("own-key");
    const comments = <T>(
      work: (comments: ReturnType<import("../../src/newsroom/newsroom.ts").Newsroom["comments"]>) => T,
    ) => desk.inside((newsroom) => work(newsroom.comments()));
    expect(await comments((c) => c.own(id, "0".repeat(32)))).toBeNull();
    expect(await comments((c) => c.editOwn(id, "", "Mine", 0))).toBeNull();
    expect(await comments((c) => c.withdrawOwn(id, "x", 0))).toBeNull();
    await decide(desk, id, "spam");
    expect(await comments((c) => c.own(id, key))).toMatchObject({ status: "pending", text: "It sails." });
  });
});

describe("spam", () => {
  it("is learned from decisions, unlearned with them, and held back from then on", async () => {
    const desk = await openDesk("spam-learned");
    const ship = await publish(desk, "A ship");
    const good = [
      "The harbour needs a crane.",
      "My father sailed on her.",
      "Which pier is that?",
      "A fine ship.",
      "The tide was high that night.",
    ];
    const bad = [
      "Cheap watches, best casino bonus",
      "casino bonus free watches now",
      "win the casino jackpot, cheap pills",
      "best pills and watches cheap",
      "free casino spins, cheap bonus",
    ];
    for (const text of good) await decide(desk, await post(desk, ship, text), "approved");
    const spam: string[] = [];
    for (const text of bad) spam.push(await post(desk, ship, text));
    for (const id of spam) await decide(desk, id, "spam");
    const statusOf = async (text: string) => {
      const id = await post(desk, ship, text);
      const { status, spam: likelihood } =
        (await desk.inside((newsroom) => newsroom.comments().read(id))) ?? {};
      return { status, likelihood };
    };
    expect((await statusOf("A cheap casino bonus: watches and pills")).status).toBe("spam");
    const told = await post(desk, ship, "A casino by the harbour");
    expect(await desk.inside((newsroom) => newsroom.comments().read(told))).toMatchObject({
      spam_words: ["casino"],
      article: { title: "A ship" },
    });
    expect((await statusOf("The ship left the pier with the tide.")).status).toBe("pending");
    for (const id of spam) await decide(desk, id, "approved");
    expect((await statusOf("A cheap casino bonus: watches and pills")).status).toBe("pending");
  });

  it.each([
    ["fills in the field that no person sees", { trapped: true }, "Hello"],
    ["recommends six addresses", {}, Array.from({ length: 6 }, (_, i) => `http://x${i}.example`).join(" ")],
  ])("is what %s", async (_, more, text) => {
    const desk = await openDesk(`spam-${text.length}`);
    const ship = await publish(desk, "A ship");
    const id = await post(desk, ship, text, more);
    expect((await desk.inside((newsroom) => newsroom.comments().read(id)))?.status).toBe("spam");
  });

  it.each([
    ["none", ""],
    ["made up", "abc.0123456789abcdef0123456789abcdef"],
    ["without a time", ".0123456789abcdef0123456789abcdef"],
  ])("cannot come without our form: its token is %s", async (_, token) => {
    const desk = await openDesk(`token-${token}`);
    const ship = await publish(desk, "A ship");
    await expect(post(desk, ship, "Hello", { token })).rejects.toThrow("not-our-form");
  });

  it("cannot come with another article's form, or one of the future", async () => {
    const desk = await openDesk("token-other");
    const ship = await publish(desk, "A ship");
    const tree = await publish(desk, "A tree");
    const token = await desk.inside((newsroom) => tokenOf(newsroom, tree));
    await expect(post(desk, ship, "Hello", { token })).rejects.toThrow("not-our-form");
  });

  it("is slowed down: ten comments in ten minutes and sixty in a day, per visitor, forgotten after a day", async () => {
    const desk = await openDesk("spam-rate");
    const ship = await publish(desk, "A ship");
    const write = () => post(desk, ship, "Again", {}, "eager");
    for (let i = 0; i < 10; i++) await write();
    await expect(write()).rejects.toThrow("wait");
    await post(desk, ship, "Somebody else", {}, "patient");
    await desk.pass(10 * MINUTE);
    for (let i = 0; i < 50; i++) {
      await write();
      await desk.pass(3 * MINUTE);
    }
    await expect(write()).rejects.toThrow("wait");
    const visitors = () =>
      desk.inside((_, { storage }) => storage.sql.exec("SELECT count(*) AS n FROM comment_post").one().n);
    expect(await visitors()).toBe(4 * 61); // the visitor, their network, the article, and all
    await desk.pass(DAY);
    expect(await visitors()).toBe(0);
  });

  it("is slowed down as a network, which may have any number of addresses, and on an article, and as a whole", async () => {
    const desk = await openDesk("spam-networks");
    const [ship, tree] = [await publish(desk, "A ship"), await publish(desk, "A tree")];
    const write = (article: string, visitor: string, network: string) =>
      desk.inside((newsroom) => writeComment(newsroom, article, "Again", {}, visitor, network));
    for (let i = 0; i < 100; i++) await write(ship, `neighbour ${i}`, "wide");
    await expect(write(ship, "one more neighbour", "wide")).rejects.toThrow("wait");
    const fill = (name: string, count: number) =>
      desk.inside((newsroom, { storage: { sql } }) =>
        sql.exec(
          `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
           INSERT INTO comment_post SELECT ?, ? FROM n`,
          ...[count, name, Date.parse(newsroom.article(ship)?.created ?? "")],
        ),
      );
    await fill(`article ${ship}`, 900);
    await expect(write(ship, "somebody", "elsewhere")).rejects.toThrow("wait");
    await write(tree, "somebody", "elsewhere");
    await fill("all", 2899);
    await expect(write(tree, "somebody else", "elsewhere")).rejects.toThrow("wait");
    await desk.pass(60 * MINUTE);
    await write(ship, "somebody else", "elsewhere");
  });

  it("cannot fill the queue of the moderators without end", async () => {
    const desk = await openDesk("spam-queue");
    const ship = await publish(desk, "A ship");
    await desk.inside((_, { storage: { sql } }) => {
      sql.exec(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT INTO comment (id, article_id, status, name, text, spam, key, created, changed)
         SELECT 'c' || i, ?, 'pending', 'n', 't', 0, '', i, i FROM n`,
        LIMITS.pendingComments,
        ship,
      );
    });
    const tree = await publish(desk, "A tree");
    await expect(post(desk, tree, "One more")).rejects.toThrow("full");
  });

  it("can fill that of one article, and others are still open", async () => {
    const desk = await openDesk("spam-queue-of-one");
    const [ship, tree] = [await publish(desk, "A ship"), await publish(desk, "A tree")];
    await insert(desk, ship, "pending", LIMITS.pendingOnArticle);
    await expect(post(desk, ship, "One more")).rejects.toThrow("full");
    await post(desk, tree, "One more");
  });
});

/** Comments on an article, of 1970 as it were. */
function insert(desk: Desk, article: string, status: string, count: number) {
  return desk.inside((_, { storage: { sql } }) =>
    sql.exec(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO comment (id, article_id, status, name, text, spam, key, created, changed)
       SELECT ?2 || i, ?3, ?2, 'n', 't', 0, '', ?4 + i, ?4 + i FROM n`,
      ...[count, status, article, Date.parse("2025-06-30T00:00:00Z")],
    ),
  );
}

describe("what no reader sees", () => {
  const texts = (desk: Desk) =>
    desk.inside((_, { storage: { sql } }) =>
      sql
        .exec<{ text: string }>("SELECT text FROM comment ORDER BY text")
        .toArray()
        .map(({ text }) => text),
    );

  it("is deleted after a month, what waits after three, and what was approved stays", async () => {
    const desk = await openDesk("aside-old");
    const ship = await publish(desk, "A ship");
    await post(desk, ship, "Bought", { trapped: true });
    await decide(desk, await post(desk, ship, "Rude"), "rejected");
    await post(desk, ship, "Waits");
    await decide(desk, await post(desk, ship, "Seen"), "approved");
    const visitors = () =>
      desk.inside((_, { storage }) => storage.sql.exec("SELECT count(*) AS n FROM comment_post").one().n);
    await desk.pass(29 * DAY);
    expect(await texts(desk)).toEqual(["Bought", "Rude", "Seen", "Waits"]);
    await post(desk, ship, "Late");
    await desk.pass(DAY + 60 * MINUTE);
    expect(await visitors()).toBe(0); // whatever else is to be forgotten later
    await desk.pass(DAY);
    expect(await texts(desk)).toEqual(["Late", "Seen", "Waits"]);
    await desk.pass(60 * DAY);
    expect(await texts(desk)).toEqual(["Late", "Seen"]);
    await desk.pass(30 * DAY);
    expect(await texts(desk)).toEqual(["Seen"]);
  });

  it("leaves its place where it was answered, and nothing else", async () => {
    const desk = await openDesk("aside-answered");
    const ship = await publish(desk, "A ship");
    const top = await post(desk, ship, "Rude after all");
    await decide(desk, top, "approved");
    await decide(desk, await post(desk, ship, "An answer", { parent: top }), "approved");
    await decide(desk, top, "rejected");
    await desk.pass(32 * DAY);
    expect(await texts(desk)).toEqual(["", "An answer"]);
    await desk.drain();
    expect((await stored<ArticleDocument>("article/a-ship"))._dateline.thread?.comments).toMatchObject([
      { id: top, removed: true, replies: [{ html: "<p>An answer</p>" }] },
    ]);
  });

  it("is bounded in number: the oldest goes within an hour", async () => {
    const desk = await openDesk("aside-many");
    const ship = await publish(desk, "A ship");
    await insert(desk, ship, "spam", LIMITS.commentsAside + 5);
    await post(desk, ship, "Bought", { trapped: true });
    await desk.pass(61 * MINUTE);
    const kept = await desk.inside((_, { storage: { sql } }) =>
      sql
        .exec(
          "SELECT count(*) AS n, max(text = 'Bought') AS newest, min(id = 'spam7') AS oldest FROM comment",
        )
        .one(),
    );
    expect(kept).toEqual({ n: LIMITS.commentsAside, newest: 1, oldest: 0 });
  });
});

it("can be closed for one article, which says so and keeps what was said", async () => {
  const desk = await openDesk("comment-closed");
  const ship = await publish(desk, "A ship");
  await decide(desk, await post(desk, ship, "Before"), "approved");
  expect(await desk.inside((newsroom) => newsroom.comments().close(ship, true, 0))).toBe(true);
  await expect(post(desk, ship, "After")).rejects.toThrow("closed");
  await desk.drain();
  const { thread } = (await stored<ArticleDocument>("article/a-ship"))._dateline;
  expect(thread).toMatchObject({ open: false, comments: [{ html: "<p>Before</p>" }] });
  expect(thread).not.toHaveProperty("token");
  await desk.inside((newsroom) => newsroom.comments().close(ship, false, 0));
  await post(desk, ship, "Again");

  // Where nothing was said, nothing is to be said of comments: no form, no count, no feed.
  const tree = await publish(desk, "A tree");
  await desk.inside((newsroom) => newsroom.comments().close(tree, true, 0));
  await desk.drain();
  const { items } = await stored<ListDocument>("list/home");
  expect(items.map(({ title, _dateline }) => [title, _dateline.comments?.count])).toEqual([
    ["A tree", undefined],
    ["A ship", 1],
  ]);
  expect((await stored<ArticleDocument>("article/a-tree"))._dateline).not.toHaveProperty("thread");
});

it("pages 10,000 comments: each page stays as it is while others are added, and each comment is on one", async () => {
  const desk = await openDesk("comment-pages");
  const ship = await publish(desk, "A ship");
  await desk.inside((newsroom, { storage: { sql } }) => {
    newsroom.comments();
    sql.exec(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
       INSERT INTO comment (id, article_id, status, place, name, text, spam, key, created, changed, approved)
       SELECT 'c' || i, ?, 'approved', i, 'Reader ' || i, 'Comment ' || i, 0, '', i, i, i FROM n`,
      ship,
    );
    sql.exec("INSERT INTO thread VALUES (?, 10000, 10000, 0, 9999)", ship);
    newsroom.rebuild();
  });
  await desk.drain();
  const kv = (await dumpKv()) as Record<string, { value: string; metadata: { hash: string } }>;
  const pages = Object.keys(kv).filter((key) => key.startsWith("comments/a-ship/"));
  expect(pages).toHaveLength(399);
  const seen = Object.values(kv).flatMap(({ value }) => value.match(/"id":"c\d+"/g) ?? []);
  expect(new Set(seen).size).toBe(10_000);
  for (const key of pages) expect(kv[key]?.value.length).toBeLessThan(10_000);

  const id = await post(desk, ship, "One more");
  await decide(desk, id, "approved");
  await desk.drain();
  const after = (await dumpKv()) as typeof kv;
  const changed = pages.filter((key) => after[key]?.metadata.hash !== kv[key]?.metadata.hash);
  expect(changed).toEqual(["comments/a-ship/400"]);
  expect(after["comments/a-ship/401"]?.value).toContain("One more");
});

describe("over HTTP", () => {
  let addresses = 0;

  function send(path: string, fields: Record<string, string>, bindings = env): Promise<Response> {
    const request = new Request(SITE + path, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "cf-connecting-ip": `192.0.2.${addresses++ % 250}-${addresses}` },
    });
    return Promise.resolve(app.fetch(request, bindings, NO_CONTEXT));
  }

  async function newsroomWith(title: string) {
    const desk = await openDesk("newsroom");
    const id = await publish(desk, title);
    await desk.drain();
    const page = await (
      await app.fetch(new Request(`${SITE}/articles/${title.toLowerCase()}`), env, NO_CONTEXT)
    ).text();
    const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? "";
    return { desk, id, token, path: `/articles/${title.toLowerCase()}/comments` };
  }

  it.each([
    [{ name: "" }, 422, "name"],
    [{ name: "x".repeat(81) }, 422, "name"],
    [{ text: "  \n " }, 422, "something"],
    [{ text: "x".repeat(5001) }, 422, "5,000"],
    [{ email: "nobody" }, 422, "e-mail"],
    [{ parent: "not-an-id" }, 422, "answer"],
    [{ parent: "5e0f7d3c-7c3b-4f54-9a5a-0d8a4c1f9f11" }, 422, "answer"],
    [{ token: "x.y" }, 403, "once more"],
  ])("gives the form back with what was written where %j is not right", async (wrong, status, says) => {
    const { token, path } = await newsroomWith(`Form${addresses}`);
    const response = await send(path, { name: "A <b>reader", text: "Keep & this", token, ...wrong });
    expect(response.status).toBe(status);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const page = await response.text();
    expect(page).toContain(says);
    if (!("text" in wrong)) expect(page).toContain("Keep &amp; this</textarea>");
    if (!("name" in wrong)) expect(page).toContain('value="A &lt;b&gt;reader"');
    const again = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? "";
    expect((await send(path, { name: "A reader", text: "Now", token: again })).status).toBe(303);
  });

  it.each([
    ["application/json", '{"name":"A","text":"B"}', 415],
    ["multipart/form-data", "no boundary", 400],
    ["application/x-www-form-urlencoded", `text=${"x".repeat(LIMITS.formBytes)}`, 413],
  ])("refuses %s that is no form of ours", async (type, body, status) => {
    const { path } = await newsroomWith(`Type${addresses++}`);
    const request = new Request(SITE + path, { method: "POST", body, headers: { "content-type": type } });
    expect((await app.fetch(request, env, NO_CONTEXT)).status).toBe(status);
  });

  it("takes 1,000 comments of a minute from as many visitors, loses none, and lets readers read meanwhile", async () => {
    const { desk, id, token, path } = await newsroomWith("Flood");
    let calls = 0;
    const NEWSROOM = replaced(env.NEWSROOM, {
      get: (name: DurableObjectId) => {
        calls++;
        return env.NEWSROOM.get(name);
      },
    });
    const flood = Array.from({ length: 1000 }, (_, i) =>
      send(path, { name: `N${i}`, text: `Flood ${i}`, token }),
    );
    const reads = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const read = await app.fetch(new Request(`${SITE}/articles/flood`), { ...env, NEWSROOM }, NO_CONTEXT);
        await read.arrayBuffer();
        return read.status;
      }),
    );
    expect(new Set(reads)).toEqual(new Set([200]));
    expect(calls).toBe(0); // reading asks the ledger nothing, so nothing there can slow it down
    const accepted = (await Promise.all(flood)).filter(({ status }) => status === 303);
    expect(accepted).toHaveLength(1000);
    const kept = await desk.inside((_, { storage: { sql } }) =>
      sql.exec<{ n: number }>("SELECT count(DISTINCT text) AS n FROM comment WHERE article_id = ?", id).one(),
    );
    expect(kept.n).toBe(1000);
  });

  it("keeps no address: who writes is a hash", async () => {
    const { desk, token, path } = await newsroomWith("Hash");
    await send(path, { name: "N", text: "T", token });
    const visitors = await desk.inside((_, { storage: { sql } }) =>
      sql.exec<{ visitor: string }>("SELECT visitor FROM comment_post").toArray(),
    );
    for (const { visitor } of visitors)
      expect(visitor).toMatch(/^((network )?[0-9a-f]{24}|article [0-9a-f-]{36}|all)$/);
  });

  it("counts the addresses of a household as one visitor", async () => {
    const { token, path } = await newsroomWith("Household");
    const keys: string[] = [];
    const COMMENT_LIMIT = {
      limit: async ({ key }: { key: string }) => {
        keys.push(key);
        return { success: true };
      },
    };
    const from = async (address: string) => {
      const request = new Request(SITE + path, {
        method: "POST",
        body: new URLSearchParams({ name: "N", text: "T", token }),
        headers: { "cf-connecting-ip": address },
      });
      return (await app.fetch(request, { ...env, COMMENT_LIMIT }, NO_CONTEXT)).status;
    };
    for (let i = 1; i <= 10; i++) expect(await from(`2001:db8:1:2:${i}::${i}`)).toBe(303);
    expect(await from("2001:DB8:1:2:ffff::1")).toBe(429);
    expect(await from("2001:db8:1:3::1")).toBe(303);
    expect(new Set(keys.slice(0, 11)).size).toBe(1);
    expect(new Set(keys).size).toBe(2);
    // IPv4, written as it is and as IPv6 (RFC 4291 §2.5.5.2).
    for (const address of ["203.0.113.9", "::ffff:203.0.113.9", "203.0.113.10"]) await from(address);
    expect(keys.at(-3)).toBe(keys.at(-2));
    expect(keys.at(-1)).not.toBe(keys.at(-2));
  });

  it.each<[Record<string, string>, boolean]>([
    [{}, true],
    [{ origin: SITE }, true],
    [{ origin: SITE, "sec-fetch-site": "same-origin" }, true],
    [{ origin: "null", "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "none" }, true],
    [{ origin: "https://evil.example" }, false],
    [{ origin: "null" }, false],
    [{ origin: SITE.replace("https:", "http:") }, false],
    [{ "sec-fetch-site": "cross-site" }, false],
    [{ "sec-fetch-site": "same-site" }, false],
    [{ origin: SITE, "sec-fetch-site": "cross-site" }, false],
  ])("takes no form from another site's page: %j", async (headers, taken) => {
    const { desk, id, token, path } = await newsroomWith(`Site${addresses++}`);
    const submit = async (to: string, fields: Record<string, string>, more = headers) => {
      const request = new Request(SITE + to, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { "cf-connecting-ip": `site ${addresses++}`, ...more },
      });
      const response = await app.fetch(request, env, NO_CONTEXT);
      return {
        status: response.status,
        location: response.headers.get("location") ?? "",
        page: await response.text(),
      };
    };
    const fields = { name: "N", text: "Sent", token };
    const answer = await submit(path, fields);
    expect(answer.status).toBe(taken ? 303 : 403);
    // Whoever sits before the browser may still mean it: one look and a click.
    if (!taken) expect(answer.page).toMatch(/another site.*Sent<\/textarea>/s);
    const { location } = await submit(path, fields, {});
    expect((await submit(location, { text: "Changed" })).status).toBe(taken ? 303 : 403);
    expect((await submit(`${location}/withdraw`, {})).status).toBe(taken ? 303 : 403);
    const said = await desk.inside((_, { storage: { sql } }) =>
      sql.exec<{ text: string }>("SELECT text FROM comment WHERE article_id = ?", id).toArray(),
    );
    expect(said.map(({ text }) => text).sort()).toEqual(taken ? ["", "Sent"] : ["Sent"]);
  });

  it("asks Turnstile where that is configured, and only then", async () => {
    const { token, path } = await newsroomWith("Turnstile");
    const asked = vi.spyOn(globalThis, "fetch").mockImplementation(async (_, init) => {
      return Response.json({ success: String(init?.body).includes("response=human") });
    });
    const guarded = { ...env, TURNSTILE_SITE_KEY: "0x4AAA", TURNSTILE_SECRET: "s" };
    const fields = { name: "N", text: "T", token };
    expect((await send(path, fields)).status).toBe(303);
    expect(asked).not.toHaveBeenCalled();
    expect((await send(path, fields, guarded)).status).toBe(403);
    expect((await send(path, { ...fields, "cf-turnstile-response": "robot" }, guarded)).status).toBe(403);
    expect((await send(path, { ...fields, "cf-turnstile-response": "human" }, guarded)).status).toBe(303);
    asked.mockRestore();
    const page = await app.fetch(new Request(`${SITE}/articles/turnstile`), guarded, NO_CONTEXT);
    expect(page.headers.get("content-security-policy")).toContain("https://challenges.cloudflare.com");
    expect(await page.text()).toContain('data-sitekey="0x4AAA"');
  });
});
