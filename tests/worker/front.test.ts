import { env } from "cloudflare:workers";
import { beforeEach, expect, it } from "vitest";
import type { ListDocument } from "../../src/model/document.ts";
import type { Slug } from "../../src/model/slug.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { clearKv, openDesk, SITE } from "./newsroom.ts";

// A story stands first for as long as was said last, whatever was said before.

beforeEach(clearKv);

const MINUTE_MS = 60_000;

it("keeps a story first that was put there anew, though an earlier time of it has come", async () => {
  const desk = await openDesk("front");
  const answer = await desk.publish({ title: "One" });
  if (answer.kind !== "saved") throw new Error(answer.kind);
  const { id } = answer.article;
  const put = (minutes: number | null) =>
    desk.inside((newsroom) => {
      const until = minutes === null ? null : newsroom.clock() + minutes * MINUTE_MS;
      return newsroom.arrangeFront({ stories: [{ id, until }] }, "t", 0);
    });
  const first = () => desk.inside((newsroom) => newsroom.front().map((story) => story.id));

  await put(1);
  await desk.inside(async (newsroom) => {
    await newsroom.withdraw(id, null, "t", 0);
    await newsroom.arrangeFront({ stories: [] }, "t", 0);
    await newsroom.edit(id, null, toChange({ status: "published" }, SITE), "t", 0);
  });
  await put(null);
  await desk.pass(2 * MINUTE_MS);
  expect(await first()).toEqual([id]);

  await put(1);
  await put(3);
  await desk.pass(2 * MINUTE_MS);
  expect(await first()).toEqual([id]);
  await desk.pass(2 * MINUTE_MS);
  await desk.drain();
  expect(await first()).toEqual([]);
});

it("has the tags in its line of sections that somebody chose, whatever becomes of them, else those of most stories", async () => {
  const desk = await openDesk("front-sections");
  for (const tags of [["Libya", "Trade"], ["Libya", "Ports"], ["Libya"], ["Docks"]])
    await desk.publish({ title: tags.join(" "), tags });
  const arrange = (...sections: string[]) =>
    desk.inside((newsroom) => newsroom.arrangeFront({ sections: sections as Slug[] }, "t", 0));
  const change = (slug: string, to: { label?: string; into?: Slug }) =>
    desk.inside((newsroom) => newsroom.changeTag(slug as Slug, to, 0));
  const line = async () => {
    await desk.pass(2000);
    await desk.drain();
    const home = await env.DOCUMENTS.get<ListDocument>("list/home", "json");
    return home?._dateline.sections?.map(({ name }) => name);
  };
  expect((await line())?.[0]).toBe("Libya");
  expect(await arrange("ports", "nowhere")).toEqual({ kind: "refused", of: "sections", index: 1 });
  expect(await arrange("ports", "trade", "docks")).toMatchObject({ kind: "saved", stories: [] });
  expect(await line()).toEqual(["Ports", "Trade", "Docks"]);
  await change("ports", { label: "Harbours" });
  expect(await line()).toEqual(["Harbours", "Trade", "Docks"]);
  await change("docks", { into: "trade" as Slug });
  expect(await line()).toEqual(["Harbours", "Trade"]);
  await change("harbours", { into: "libya" as Slug });
  expect(await line()).toEqual(["Libya", "Trade"]);
  await arrange();
  expect((await line())?.[0]).toBe("Libya");
});
