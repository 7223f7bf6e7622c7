import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { AT_ONCE, api, publish, uniqueTag } from "../setup/client.ts";
import {
  askHub,
  type Came,
  confirm,
  openReceiver,
  type Receiver,
  signatureOf,
  until,
} from "../setup/subscriber.ts";

// Our hub, case by case over real HTTP (https://www.w3.org/TR/websub/), with subscribers on this machine.

let receiver: Receiver;
const server = inject("scratch");

beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver.close());

const ANY = { "If-Match": "*" };
let names = 0;
const newName = () => `callback-${names++}`;
const slugOf = (tag: string) => tag.toLowerCase().replaceAll(" ", "-");
const post = (came: Came) => came.method === "POST";
const gets = (name: string) => receiver.came(name).filter(({ method }) => method === "GET");
const posts = (name: string) => receiver.came(name).filter(post);
/** As long as nothing comes that should not. */
const aWhile = (ms = 1500) => new Promise((resolve) => setTimeout(resolve, ms));

/** A tag with a story, and the address of its feed. */
async function newTopic(format = "atom.xml") {
  const tag = uniqueTag("Told");
  const story = await publish({ title: "First", markdown: "One.", tags: [tag] });
  return { tag, story, topic: `${server}/tags/${slugOf(tag)}/${format}` };
}

/** Subscribes, and waits until that is confirmed and what it may have missed has come. */
async function subscribed(topic: string, fields: Record<string, string> = {}, name = newName()) {
  const answer = await askHub(server, { mode: "subscribe", topic, callback: receiver.url(name), ...fields });
  expect(answer.status, await answer.text()).toBe(202);
  await until(() => gets(name).length > 0);
  await until(() => posts(name).length > 0); // the topic is that new
  return name;
}

const again = (tag: string, title = "Another") => publish({ title, markdown: "Two.", tags: [tag] });

describe("what is asked of the hub", () => {
  const topic = `${server}/atom.xml`;
  const callback = "https://reader.example/callback";
  const good = { mode: "subscribe", topic, callback };
  const refused: [string, Record<string, string>, number, RegExp][] = [
    ["no mode", { topic, callback }, 400, /hub\.mode/],
    ["another mode", { ...good, mode: "denied" }, 400, /hub\.mode/],
    ["a publisher's ping", { mode: "publish", "hub.url": topic }, 400, /the publication itself/],
    ["no topic", { mode: "subscribe", callback }, 400, /no address/],
    [
      "another site's topic",
      { ...good, topic: "https://elsewhere.example/atom.xml" },
      400,
      /ours begin with/,
    ],
    [
      "a host that begins like ours",
      { ...good, topic: server.replace("localhost", "localhost.evil.example") },
      400,
      /ours begin/,
    ],
    ["a topic with a query", { ...good, topic: `${topic}?x=1` }, 400, /search/],
    ["a search", { ...good, topic: `${server}/search/atom.xml?q=ship` }, 400, /search/],
    ["a page", { ...good, topic: `${server}/tags/x` }, 400, /no address of a feed/],
    [
      "a block of history",
      { ...good, topic: `${server}/archive/latest/atom.xml` },
      400,
      /no address of a feed/,
    ],
    ["another spelling", { ...good, topic: `${server}/tags/LIBYA/atom.xml` }, 400, /no address of a feed/],
    [
      "a list that is not there",
      { ...good, topic: `${server}/tags/no-such-tag/atom.xml` },
      404,
      /no feed at/,
    ],
    [
      "comments on nothing",
      { ...good, topic: `${server}/articles/nothing/comments/rss.xml` },
      404,
      /no feed at/,
    ],
    ["no callback", { mode: "subscribe", topic }, 400, /hub\.callback/],
    ["a callback that is ours", { ...good, callback: `${server}/websub/x` }, 400, /our own/],
    ["a private callback", { ...good, callback: "http://10.0.0.1/" }, 400, /private/],
    ["a private name", { ...good, callback: "http://router.lan/" }, 400, /private/],
    ["a mail address", { ...good, callback: "mailto:a@b.example" }, 400, /http/],
    ["a callback with a name and password", { ...good, callback: "https://a:b@r.example/" }, 400, /password/],
    ["a callback with a fragment", { ...good, callback: `${callback}#x` }, 400, /fragment/],
    ["a callback that is too long", { ...good, callback: `${callback}?${"x".repeat(2048)}` }, 400, /2048/],
    ["a secret of 200 bytes", { ...good, secret: "x".repeat(200) }, 400, /199 bytes/],
    ["a secret of 1,000 bytes", { ...good, secret: "é".repeat(500) }, 400, /199 bytes/],
    ["a lease that is no number", { ...good, lease_seconds: "-1" }, 400, /lease/],
  ];
  it.each(refused)("%s is refused in plain words", async (_, fields, status, why) => {
    const answer = await askHub(server, fields);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      status,
      "text/plain; charset=utf-8",
    ]);
    expect(await answer.text()).toMatch(why);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("what is no form, or names something twice, is refused", async () => {
    const json = await fetch(`${server}/hub`, {
      method: "POST",
      body: "{}",
      headers: { "Content-Type": "application/json" },
    });
    expect(json.status).toBe(415);
    const twice = new URLSearchParams({
      "hub.mode": "subscribe",
      "hub.topic": topic,
      "hub.callback": callback,
    });
    twice.append("hub.callback", "https://victim.example/");
    expect((await fetch(`${server}/hub`, { method: "POST", body: twice })).status).toBe(400);
    const large = await fetch(`${server}/hub`, {
      method: "POST",
      body: new URLSearchParams({ x: "x".repeat(70_000) }),
    });
    expect(large.status).toBe(413);
    const got = await fetch(`${server}/hub`);
    expect([got.status, got.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });
});

describe.concurrent("what the callback is asked", () => {
  it("has all that there is to know, beside the callback's own query, which stays to the letter", async () => {
    const { topic } = await newTopic();
    const name = newName();
    const callback = receiver.url(name, "?b=%7e&a=1+2&a=x%20y");
    await askHub(server, { mode: "subscribe", topic, callback, lease_seconds: "1000", from: "ignored" });
    const asked = await until(() => gets(name)[0]);
    expect(asked?.url).toMatch(/\?b=%7e&a=1\+2&a=x%20y&hub\.mode=subscribe&/);
    expect(asked?.query.get("hub.topic")).toBe(topic);
    expect(asked?.query.get("hub.lease_seconds")).toBe("1000");
    expect(asked?.query.get("hub.challenge")?.length).toBeGreaterThan(20);
  });

  it("has the lease that was asked for, within bounds", async () => {
    const { topic } = await newTopic();
    const granted = async (lease_seconds: string) => {
      const name = newName();
      await askHub(server, { mode: "subscribe", topic, callback: receiver.url(name), lease_seconds });
      return (await until(() => gets(name)[0])).query.get("hub.lease_seconds");
    };
    expect(await Promise.all(["", "1", "9999999999"].map(granted))).toEqual(["864000", "300", "2592000"]);
  });

  const no: [string, Parameters<Receiver["answers"]>[1]][] = [
    ["404", (_, response) => response.writeHead(404).end()],
    ["another challenge", (_, response) => response.writeHead(200).end("yes")],
    [
      "the challenge and more",
      ({ query }, response) => response.writeHead(200).end(`${query.get("hub.challenge")} `),
    ],
    [
      "the challenge with 300",
      ({ query }, response) => response.writeHead(300).end(query.get("hub.challenge")),
    ],
    [
      "a redirect to one that would",
      (_, response) => response.writeHead(307, { Location: receiver.url("would") }).end(),
    ],
    ["nothing", (_, response) => response.writeHead(204).end()],
    ["without end", (_, response) => void response.writeHead(200).end("x".repeat(1_000_000))],
  ];
  it.each(no)("%s is no yes: nothing is sent, and what there was goes on", async (_, answer) => {
    const { topic, tag } = await newTopic();
    const alive = await subscribed(topic);
    const before = posts(alive).length;
    const name = newName();
    receiver.answers(name, answer);
    receiver.answers(alive, (came, response) =>
      came.method === "GET" ? answer(came, response) : confirm(came, response),
    );
    await askHub(server, { mode: "subscribe", topic, callback: receiver.url(name) });
    await askHub(server, { mode: "unsubscribe", topic, callback: receiver.url(alive) });
    await until(() => gets(name).length && gets(alive).length > 1);
    await again(tag);
    await until(() => posts(alive).length > before);
    expect(posts(name)).toEqual([]);
    expect(receiver.came("would")).toEqual([]);
  });
});

describe.concurrent("what is sent", () => {
  it.each([
    ["atom.xml", "application/atom+xml; charset=utf-8"],
    ["rss.xml", "application/rss+xml; charset=utf-8"],
    ["feed.json", "application/feed+json; charset=utf-8"],
  ])(
    "of %s is what the topic gives, to the byte, with its type and links, and signed",
    async (format, type) => {
      const { topic, tag } = await newTopic(format);
      const name = await subscribed(topic, { secret: "it is ours é" });
      const before = posts(name).length;
      await again(tag);
      const came = await until(() => posts(name)[before]);
      const current = await fetch(topic);
      expect(came.body).toBe(await current.text());
      expect(came.headers["content-type"]).toBe(type);
      expect(came.headers["content-type"]).toBe(current.headers.get("content-type"));
      expect(came.headers.link).toBe(`<${server}/hub>; rel="hub", <${topic}>; rel="self"`);
      expect(came.headers["x-hub-signature"]).toBe(signatureOf("it is ours é", came.body));
      expect(came.body).toContain("Another");
    },
  );

  it("comes to each subscriber of any feed of it, once, and is not signed where there is no secret", async () => {
    const { topic, tag, story } = await newTopic();
    const comments = `${server}/articles/${story.slug}/comments/atom.xml`;
    const day = `${server}/days/${new Date().toISOString().slice(0, 10)}/rss.xml`;
    const [one, two] = [await subscribed(topic), await subscribed(topic)];
    const [three, four] = [await subscribed(day), await subscribed(comments)];
    const before = [one, two, three, four].map((name) => posts(name).length);
    await again(tag);
    await until(() => [one, two, three].every((name, i) => posts(name).length > (before[i] ?? 0)));
    await aWhile();
    expect(posts(one)).toHaveLength((before[0] ?? 0) + 1);
    expect(posts(two)).toHaveLength((before[1] ?? 0) + 1);
    expect(posts(four)).toHaveLength(before[3] ?? 0);
    expect(posts(one).at(-1)?.headers["x-hub-signature"]).toBeUndefined();
  });

  it("is nothing where nothing is new to readers of the feed: neither a draft nor a save of the same", async () => {
    const { topic, tag, story } = await newTopic();
    const name = await subscribed(topic);
    const before = posts(name).length;
    await publish({ title: "Unseen", status: "draft", tags: [tag] }, AT_ONCE);
    await api("PATCH", `articles/${story.id}`, { title: "First" }, ANY);
    await aWhile();
    expect(posts(name)).toHaveLength(before);
    await api("PATCH", `articles/${story.id}`, { title: "Corrected" }, ANY);
    await until(() => posts(name).length > before);
    await api("DELETE", `articles/${story.id}`);
    await until(() => posts(name).at(-1)?.body.includes("deleted-entry"));
  });
});

describe.concurrent("a subscription", () => {
  it("that is made again is renewed: its secret is replaced, and everything comes once", async () => {
    const { topic, tag } = await newTopic();
    const name = await subscribed(topic, { secret: "old" });
    const before = posts(name).length;
    await askHub(server, { mode: "subscribe", topic, callback: receiver.url(name), secret: "new" });
    await until(() => gets(name).length === 2);
    await aWhile(500);
    await again(tag);
    const came = await until(() => posts(name)[before]);
    expect(came.headers["x-hub-signature"]).toBe(signatureOf("new", came.body));
    await aWhile();
    expect(posts(name)).toHaveLength(before + 1);
  });

  it("ends when its callback wants that, or answers 410 to what comes", async () => {
    const { topic, tag } = await newTopic();
    const [left, gone, stays] = [await subscribed(topic), await subscribed(topic), await subscribed(topic)];
    const before = posts(left).length;
    await askHub(server, { mode: "unsubscribe", topic, callback: receiver.url(left) });
    const asked = await until(() => gets(left)[1]);
    expect([asked.query.get("hub.mode"), asked.query.get("hub.lease_seconds")]).toEqual([
      "unsubscribe",
      null,
    ]);
    receiver.answers(gone, (_, response) => response.writeHead(410).end());
    await aWhile(500);
    await again(tag);
    await until(() => posts(gone).length === 2 && posts(stays).length === 2);
    await again(tag, "Third");
    await until(() => posts(stays).length === 3);
    await aWhile(500);
    expect([posts(left).length, posts(gone).length]).toEqual([before, 2]);
  });

  it("whose feed is none any more is told so, and why", async () => {
    const { topic, tag, story } = await newTopic();
    const comments = `${server}/articles/${story.slug}/comments/rss.xml`;
    const [moved, withdrawn] = [await subscribed(topic), await subscribed(comments)];
    const label = uniqueTag("Renamed");
    await api("PATCH", `tags/${slugOf(tag)}`, { label });
    const told = await until(() => gets(moved).find(({ query }) => query.get("hub.mode") === "denied"));
    expect(told.query.get("hub.topic")).toBe(topic);
    expect(told.query.get("hub.reason")).toBe(`It has moved to ${server}/tags/${slugOf(label)}/atom.xml`);
    await api("DELETE", `articles/${story.id}`);
    const end = await until(() => gets(withdrawn).find(({ query }) => query.get("hub.mode") === "denied"));
    expect(end.query.get("hub.reason")).toBe("It was withdrawn.");
  });
});

describe("the hub is named", () => {
  const hub = `<${server}/hub>; rel="hub"`;
  it.each(["/rss.xml", "/atom.xml", "/feed.json", "/comments/atom.xml"])(
    "by %s: in its body, and in Link of 200 and 304",
    async (path) => {
      const answer = await fetch(server + path);
      expect(answer.headers.get("link")).toContain(hub);
      const body = await answer.text();
      if (path.endsWith(".json"))
        expect(JSON.parse(body).hubs).toEqual([{ type: "WebSub", url: `${server}/hub` }]);
      else
        expect(body).toMatch(
          new RegExp(`<(atom:)?link (href="${server}/hub" rel="hub"|rel="hub" href="${server}/hub")/>`),
        );
      const unchanged = await fetch(server + path, {
        headers: { "If-None-Match": answer.headers.get("etag") ?? "" },
      });
      expect([unchanged.status, unchanged.headers.get("link")?.includes(hub)]).toEqual([304, true]);
    },
  );

  it.each(["/search/atom.xml?q=ship", "/", "/search/feed.json?q=ship"])("by no %s", async (path) => {
    const answer = await fetch(server + path);
    expect(answer.headers.get("link")).not.toContain("hub");
    expect(await answer.text()).not.toContain(`${server}/hub`);
  });
});
