import { env } from "cloudflare:workers";
import { beforeEach, expect, it } from "vitest";
import { bindings } from "./bindings.ts";
import { clearKv, openDesk } from "./newsroom.ts";

// How the newsroom was, hour by hour.

beforeEach(clearKv);

const HOUR = 3_600_000;

it("tells of each of the last 48 hours what waited, how often the edge was told, and what was given up", async () => {
  const desk = await openDesk("hours");
  let isFull = true;
  await desk.inside((newsroom) =>
    bindings(newsroom, {
      alarms: "none",
      invalidate: async () => {},
      kv: {
        put: (...args: never[]) =>
          isFull
            ? Promise.reject(new Error("KV is full"))
            : (env.DOCUMENTS.put as (...args: unknown[]) => unknown)(...args),
      },
    }),
  );
  await desk.publish({ title: "One", tags: ["Libya"] });
  await desk.pass(1000);
  const waiting = await desk.inside((newsroom) => newsroom.status().outbox.length);
  expect(waiting).toBeGreaterThan(4);
  isFull = false;
  await desk.pass(2 * HOUR);
  await desk.drain();
  await desk.inside((newsroom) =>
    newsroom.gathering().bury([{ host: "wire.example", claim: 1, until: 1, feeds: [] }]),
  );
  const { hours, bytes } = await desk.inside((newsroom) => newsroom.status());
  expect(hours.map(({ outbox, calls, dead }) => ({ outbox, edge: calls > 0, dead }))).toEqual([
    { outbox: waiting, edge: false, dead: 0 },
    { outbox: expect.any(Number), edge: true, dead: 1 },
  ]);
  expect(bytes).toBeGreaterThan(100_000);
  await desk.pass(49 * HOUR);
  const later = await desk.inside((newsroom) => newsroom.status().hours);
  expect(later.map(({ outbox, dead }) => [outbox, dead])).toEqual([[0, 0]]);
});
