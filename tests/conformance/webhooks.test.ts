import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { api, publish } from "../setup/client.ts";
import { writeComment } from "../setup/comment-form.ts";
import { type Came, openReceiver, type Receiver, until } from "../setup/subscriber.ts";

// Webhooks over real HTTP, as a program sees them that verifies them with the library of Standard Webhooks.

let receiver: Receiver;
const server = inject("scratch");
const ANY = { "If-Match": "*" };

beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver.close());

interface Hook {
  id: string;
  secret: string;
  test: number;
  status: string;
  why: string | null;
  failing_since: string | null;
}
interface Told {
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}
interface Delivered {
  id: number;
  event: string;
  type: string;
  state: string;
  payload: Told;
  attempts: { status: number | null; answer: string; took_ms: number }[];
  next_attempt: string | null;
}

let names = 0;
const json = async <T>(response: Promise<Response>) => (await (await response).json()) as T;

/** A webhook that was told that it is there. */
async function added(...events: string[]): Promise<Hook & { name: string }> {
  const name = `hook-${names++}`;
  const response = await api("POST", "webhooks", { url: receiver.url(name), events });
  expect(response.status).toBe(201);
  const hook = (await response.json()) as Hook;
  await until(() => receiver.came(name).length > 0);
  return { ...hook, name };
}

const headersOf = ({ headers }: Came) => headers as Record<string, string>;
const verified = (came: Came, secret: string) =>
  new Webhook(secret).verify(came.body, headersOf(came)) as Told;
/** What came of one kind. */
const told = (hook: { name: string; secret: string }, type: string) =>
  receiver
    .came(hook.name)
    .map((came) => verified(came, hook.secret))
    .filter((each) => each.type === type);
const deliveries = async ({ id }: Hook, query = "") =>
  json<{ deliveries: Delivered[]; next: number | null }>(api("GET", `webhooks/${id}/deliveries${query}`));

describe.concurrent("a webhook", () => {
  it("is told at once that it is there, of what it asked for after it can be read, and of nothing else", async () => {
    const hook = await added("article.published", "article.updated", "article.withdrawn");
    const [test] = told(hook, "webhook.test");
    expect(test?.data).toEqual({ webhook: hook.id, publication: server });
    const story = await publish({ title: "Told of", markdown: "One." }, { Prefer: "wait=0" });
    const mine = (type: string) => told(hook, type).find(({ data }) => data.id === story.id);
    const published = await until(() => mine("article.published"));
    const { change, published: at, ...data } = published.data;
    expect(Date.parse(String(at))).toBeGreaterThan(Date.now() - 60_000);
    const document = `${story.url}.json`;
    expect(data).toEqual({ id: story.id, url: story.url, title: "Told of", revision: 1, document });
    expect((await fetch(document)).status).toBe(200);
    expect(change).toBeGreaterThan(0);
    await api("PATCH", `articles/${story.id}`, { title: "Changed" }, ANY);
    expect((await until(() => mine("article.updated"))).data).toMatchObject({
      title: "Changed",
      revision: 2,
    });
    await api("DELETE", `articles/${story.id}`);
    expect((await until(() => mine("article.withdrawn"))).data).toMatchObject({ url: story.url });
    expect(told(hook, "comment.received")).toEqual([]);
    expect(new Set(receiver.came(hook.name).map(({ headers }) => headers["webhook-id"])).size).toBe(
      receiver.came(hook.name).length,
    );
  });

  it("is told of comments, without what is for moderators alone", async () => {
    const hook = await added("comment.received", "comment.approved");
    const story = await publish({ title: "Discussed" });
    await writeComment(story.url, { name: "A reader", email: "reader@example.org", text: "It was late." });
    const mine = (type: string) =>
      told(hook, type).find(({ data }) => (data.article as { id: string }).id === story.id);
    const received = await until(() => mine("comment.received"));
    expect(received.data).toMatchObject({ name: "A reader", text: "It was late.", status: "pending" });
    expect(JSON.stringify(received)).not.toContain("reader@example.org");
    await api("PATCH", `comments/${received.data.id}`, { status: "approved" }, ANY);
    expect((await until(() => mine("comment.approved"))).data).toMatchObject({ status: "approved" });
  });

  it("is signed with both secrets while one is replaced", async () => {
    const hook = await added("article.published");
    const fresh = await json<Hook & { old_secret_until: string }>(api("POST", `webhooks/${hook.id}/secret`));
    expect(fresh.secret).not.toBe(hook.secret);
    expect(Date.parse(fresh.old_secret_until)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    await api("POST", `webhooks/${hook.id}/test`);
    const came = await until(() => receiver.came(hook.name)[1]);
    expect(verified(came, hook.secret)).toEqual(verified(came, fresh.secret));
    expect(() => verified(came, `whsec_${btoa("another one")}`)).toThrow();
  });

  it("has its deliveries with their answers, tries again what failed, and sends one again by hand with the same id", async () => {
    const hook = await added("source.failing");
    receiver.answers(hook.name, (_, response) => response.writeHead(503).end("busy"));
    const { test } = await json<{ test: number }>(api("POST", `webhooks/${hook.id}/test`));
    await until(() => receiver.came(hook.name).length === 2);
    const failed = await until(() => receiver.came(hook.name).length === 3, 15_000).then(() =>
      deliveries(hook),
    );
    const [last, first] = failed.deliveries.filter(({ type }) => type === "webhook.test");
    expect([last?.id, first?.id]).toEqual([test, hook.test]);
    expect(first).toMatchObject({ state: "delivered", next_attempt: null });
    expect(last?.attempts[0]).toMatchObject({ status: 503, answer: "busy" });
    receiver.answers(hook.name, (_, response) => response.writeHead(200).end("thanks"));
    const again = await api("POST", `webhooks/${hook.id}/deliveries/${test}/redeliver`);
    expect([again.status, ((await again.json()) as Delivered).state]).toEqual([202, "waiting"]);
    await until(() => receiver.came(hook.name).length === 4);
    const ids = receiver.came(hook.name).map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids.slice(1)).size).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const page = await deliveries(hook, "?limit=1");
    expect(page.deliveries[0]).toMatchObject({ id: test, state: "delivered" });
    expect(page.deliveries[0]?.attempts[0]).toMatchObject({ status: 200, answer: "thanks" });
    const older = await deliveries(hook, `?limit=1&before=${page.next}`);
    expect([older.deliveries[0]?.id, older.next]).toEqual([hook.test, null]);
    const read = await json<Hook>(api("GET", `webhooks/${hook.id}`));
    expect([read.status, read.failing_since]).toEqual(["active", null]);
    expect(JSON.stringify(read)).not.toContain("whsec_");
  });

  it("that answers 410 is paused, is told nothing then, and goes on when somebody says so", async () => {
    const hook = await added("article.published");
    receiver.answers(hook.name, (_, response) => response.writeHead(410).end());
    await publish({ title: "For nobody" });
    const paused = await until(() => receiver.came(hook.name).length > 1).then(async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      return json<Hook>(api("GET", `webhooks/${hook.id}`));
    });
    expect(paused).toMatchObject({ status: "paused", why: "It answered 410: it wants nothing more." });
    const status = await json<{ webhooks: { paused: { id: string; why: string | null }[] } }>(
      api("GET", "status"),
    );
    expect(status.webhooks.paused).toContainEqual({
      id: hook.id,
      url: receiver.url(hook.name),
      why: paused.why,
    });
    const before = receiver.came(hook.name).length;
    await publish({ title: "Unheard" });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(receiver.came(hook.name)).toHaveLength(before);
    receiver.answers(hook.name, (_, response) => response.writeHead(204).end());
    const active = await json<Hook>(api("PATCH", `webhooks/${hook.id}`, { status: "active" }));
    expect(active).toMatchObject({ status: "active", why: null, failing_since: null });
    const story = await publish({ title: "Heard" });
    await until(() => told(hook, "article.published").some(({ data }) => data.id === story.id));
  });

  it("is changed and removed, and then there is nothing of it", async () => {
    const hook = await added("article.published");
    const changed = await json<{ events: string[] }>(
      api("PATCH", `webhooks/${hook.id}`, { events: ["article.withdrawn", "article.withdrawn"] }),
    );
    expect(changed.events).toEqual(["article.withdrawn"]);
    expect((await api("DELETE", `webhooks/${hook.id}`)).status).toBe(204);
    for (const [method, path] of [
      ...[
        ["GET", ""],
        ["PATCH", ""],
        ["DELETE", ""],
        ["POST", "/test"],
        ["POST", "/secret"],
      ],
      ...[
        ["GET", "/deliveries"],
        ["POST", "/deliveries/1/redeliver"],
      ],
    ] as const)
      expect(
        (await api(method, `webhooks/${hook.id}${path}`, method === "PATCH" ? {} : undefined)).status,
      ).toBe(404);
  });
});

it.each([
  ["no address", { events: ["article.published"] }, "#/url"],
  ["a private address", { url: "http://192.168.0.1/", events: ["article.published"] }, "#/url"],
  ["our own address", { url: `${inject("refusing")}/hub`, events: ["article.published"] }, "#/url"],
  ["another scheme", { url: "ftp://example.org/", events: ["article.published"] }, "#/url"],
  ["no events", { url: "https://example.org/", events: [] }, "#/events"],
  ["an unknown event", { url: "https://example.org/", events: ["article.read"] }, "#/events/0"],
  [
    "a field that is none",
    { url: "https://example.org/", events: ["article.published"], secret: "x" },
    "#/secret",
  ],
])("a webhook with %s is refused", async (_, body, pointer) => {
  const response = await fetch(`${inject("refusing")}/api/webhooks`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { Authorization: "Bearer test-token", "Content-Type": "application/json" },
  });
  expect(response.status).toBe(422);
  const { errors } = (await response.json()) as { errors: { pointer: string }[] };
  expect(errors.map((each) => each.pointer)).toEqual([pointer]);
});
