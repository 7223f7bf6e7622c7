import { beforeEach, expect, it } from "vitest";
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
      return newsroom.arrangeFront([{ id, until }], "t", 0);
    });
  const first = () => desk.inside((newsroom) => newsroom.front().map((story) => story.id));

  await put(1);
  await desk.inside(async (newsroom) => {
    await newsroom.withdraw(id, null, "t", 0);
    await newsroom.arrangeFront([], "t", 0);
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
