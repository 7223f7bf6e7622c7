import { expect, it } from "vitest";
import { openDesk } from "../newsroom.ts";

// What a hub is told that asks whether we wanted a subscription (WebSub §5.3).

const HUB = "https://hub.example/";
const TOPIC = "https://wire.example/feed";
const DAY = 86_400_000;

it("only what we asked for, and not long ago, is confirmed; an end is not, where we still want it", async () => {
  const desk = await openDesk("leases");
  const id = await desk.inside(async (newsroom) => {
    const info = { id: null, title: "Wire", homePage: null, language: null, hub: HUB, topic: TOPIC };
    const outcome = await newsroom.gathering().follow(
      {
        url: TOPIC,
        read: { info, wishes: { every: null, skipHours: [], skipDays: [] }, entries: [] },
        answer: {
          ...{ at: newsroom.clock(), status: 200, notBefore: null, movedTo: null },
          ...{ etag: null, lastModified: null, bodyHash: null },
        },
        wishes: {},
      },
      0,
    );
    if (outcome.kind !== "saved") throw new Error(outcome.kind);
    expect(outcome.subscribe).toMatchObject({ hub: HUB, topic: TOPIC });
    return outcome.source.id;
  });
  const confirm = (topic: string, seconds: number | null) =>
    desk.inside((newsroom) => newsroom.gathering().confirmLease(id, topic, seconds));
  expect(await confirm(`${TOPIC}/other`, 1000)).toBe(false);
  expect(await confirm(TOPIC, 1000)).toBe(true);
  expect(await confirm(TOPIC, null)).toBe(false);
  expect(await confirm(`${TOPIC}/other`, null)).toBe(true);
  await desk.pass(DAY + 1);
  expect(await confirm(TOPIC, 1000)).toBe(false);
});
