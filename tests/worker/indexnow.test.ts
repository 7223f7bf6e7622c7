import { env } from "cloudflare:workers";
import { beforeEach, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { NO_CONTEXT } from "./bindings.ts";
import { clearKv, type Desk, openDesk, SITE } from "./newsroom.ts";

// Search engines are told which addresses changed, each change once.

beforeEach(clearKv);

const MINUTE = 60_000;
const KEY = "a-key-of-ours-1";

/** A newsroom with a key, the messages that it sends, and what they are answered. */
async function withKey(name: string, statuses: number[]): Promise<{ desk: Desk; sent: unknown[] }> {
  const desk = await openDesk(name);
  const sent: unknown[] = [];
  await desk.inside((newsroom) => {
    const object = newsroom as unknown as { env: typeof env; seen: { clear(): void } };
    Object.defineProperty(object, "env", { value: { ...object.env, INDEXNOW_KEY: KEY } });
    object.seen.clear(); // what the environment said before
    newsroom.send = async (request) => {
      const status = statuses.shift() ?? 200;
      if (status === 0) throw new Error("no connection");
      sent.push({ url: request.url, ...(await request.json<object>()) });
      return new Response(null, { status });
    };
  });
  return { desk, sent };
}
const message = (...paths: string[]) => ({
  ...{ url: "https://api.indexnow.org/indexnow", host: new URL(SITE).host, key: KEY },
  keyLocation: `${SITE}/indexnow.txt`,
  urlList: paths.map((path) => SITE + path),
});
const published = async (desk: Desk, fields: Parameters<Desk["publish"]>[0]) => {
  const answer = await desk.publish(fields);
  if (answer.kind !== "saved") throw new Error(answer.kind);
  await desk.pass(3000); // until it can be read
  return answer.article.id;
};

it("what changed within a minute is told at once, each address once, and nothing that is another's", async () => {
  const { desk, sent } = await withKey("indexnow-told", []);
  const id = await published(desk, { title: "One" });
  await published(desk, { title: "A reprint", canonical_url: "https://elsewhere.example/a" });
  await published(desk, { title: "Unseen", status: "draft" });
  await desk.inside((newsroom) => newsroom.edit(id, null, toChange({ markdown: "More." }, SITE), "t", 0));
  await desk.pass(3000);
  expect(sent).toEqual([]);
  await desk.pass(2 * MINUTE);
  expect(sent).toEqual([message("/articles/one")]);
  await desk.pass(60 * MINUTE);
  await desk.inside((newsroom) => newsroom.withdraw(id, null, "t", 0));
  await published(desk, { title: "About", page: true });
  await desk.pass(2 * MINUTE);
  expect(sent.slice(1)).toEqual([message("/articles/one", "/about")]);
  await desk.pass(600 * MINUTE);
  expect(sent).toHaveLength(2);
});

it("whoever cannot listen is told later, and whoever refuses is left alone", async () => {
  const { desk, sent } = await withKey("indexnow-later", [0, 503, 429, 200, 403, 200]);
  await published(desk, { title: "One" });
  await desk.pass(2 * MINUTE);
  expect(sent).toEqual([]);
  for (let hour = 0; hour < 5; hour++) await desk.pass(61 * MINUTE);
  expect(sent).toEqual([message("/articles/one"), message("/articles/one"), message("/articles/one")]);
  await published(desk, { title: "Two" });
  await desk.pass(2 * MINUTE);
  await desk.pass(300 * MINUTE);
  expect(sent.slice(3)).toEqual([message("/articles/two")]);
  await published(desk, { title: "Three" });
  await desk.pass(2 * MINUTE);
  expect(sent.slice(4)).toEqual([message("/articles/three")]);
});

it("the key is shown where it is said to be, and nobody is told anything without one", async () => {
  const get = (bindings: typeof env) => app.fetch(new Request(`${SITE}/indexnow.txt`), bindings, NO_CONTEXT);
  const shown = await get({ ...env, INDEXNOW_KEY: KEY });
  expect([shown.status, await shown.text()]).toEqual([200, KEY]);
  expect((await get(env)).status).toBe(404);
  const desk = await openDesk("indexnow-none");
  let isAsked = false;
  await desk.inside((newsroom) => {
    newsroom.send = async () => {
      isAsked = true;
      return new Response();
    };
  });
  await published(desk, { title: "One" });
  await desk.pass(60 * MINUTE);
  expect(isAsked).toBe(false);
});
