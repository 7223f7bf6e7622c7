import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import { MP3 } from "../setup/sounds.ts";
import { NO_CONTEXT, replaced } from "./bindings.ts";
import { clearKv, openDesk, SITE } from "./newsroom.ts";

// Files that come in parts over a line that breaks, into a store that fails.

const HOUR = 3_600_000;
const headers = { Authorization: "Bearer operator-token" };
const stored = async () => (await env.MEDIA.list()).objects.map(({ key }) => key);

beforeEach(async () => {
  await clearKv();
  await env.MEDIA.delete(await stored());
});

/** Which of the next calls of R2 fail: before they did anything, or after. */
type Fault = "none" | "before" | "after";

/** R2 whose calls fail as they are told to, one after the other. */
function failing(faults: Fault[]): R2Bucket {
  const faulty = (name: "get" | "put" | "list" | "delete" | "head") => [
    name,
    async (...args: unknown[]) => {
      const fault = faults.shift() ?? "none";
      if (fault === "before") throw new Error("R2 is away");
      const method = env.MEDIA[name] as (...args: unknown[]) => Promise<unknown>;
      const answer = await method.apply(env.MEDIA, args);
      if (fault === "after") throw new Error("R2 went away");
      return answer;
    },
  ];
  return replaced(
    env.MEDIA,
    Object.fromEntries((["get", "put", "list", "delete", "head"] as const).map(faulty)),
  );
}

it("whatever fails on the way, what is finished is what was sent, and nothing else is left", async () => {
  const fault = fc.constantFrom<Fault>("none", "none", "none", "before", "after");
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: MP3.length - 1 }), { maxLength: 4 }),
      fc.array(fault, { maxLength: 25 }),
      fc.integer({ min: 0, max: 0xff_ff_ff }),
      async (cuts, faults, mark) => {
        await env.MEDIA.delete(await stored());
        // Another sound each time: what its encoder calls itself says nothing.
        const sound = MP3.slice();
        sound.set(
          [mark >> 16, (mark >> 8) & 0xff, mark & 0xff].map((byte) => (byte % 26) + 97),
          21,
        );
        const ask = async (
          method: string,
          path: string,
          body?: BodyInit,
          type?: string,
        ): Promise<Response> => {
          for (;;) {
            const request = new Request(`${SITE}/api/${path}`, {
              method,
              headers: {
                ...headers,
                ...(type && { "Content-Type": type }),
                ...(body instanceof Uint8Array && { "Content-Length": String(body.length) }),
              },
              ...(body !== undefined && { body }),
            });
            const response = await app.fetch(request, { ...env, MEDIA: failing(faults) }, NO_CONTEXT);
            if (response.status !== 503) return response;
            await response.body?.cancel();
          }
        };
        const begun = await ask(
          "POST",
          "uploads",
          JSON.stringify({ size: sound.length }),
          "application/json",
        );
        const { id } = (await begun.json()) as { id: string };
        const ends = [...cuts.sort((a, b) => a - b), sound.length];
        for (const [i, end] of ends.entries()) {
          const bytes = sound.slice(ends[i - 1] ?? 0, end);
          expect((await ask("PUT", `uploads/${id}/parts/${i + 1}`, bytes)).status).toBe(200);
        }
        const done = await ask("POST", `uploads/${id}`);
        expect([200, 201]).toContain(done.status);
        const { id: media } = (await done.json()) as { id: string };
        const file = await env.MEDIA.get(`media/${media}.mp3`);
        expect(new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(sound);
        expect((await stored()).filter((key) => key.startsWith(`upload/${id}`))).toEqual([
          `upload/${id}/promised`,
        ]);
      },
    ),
    { numRuns: 40 },
  );
});

it("what is never finished goes after two days, though no file was ever kept", async () => {
  const desk = await openDesk("uploads-sweep");
  await desk.inside((newsroom) => newsroom.media().expect());
  const now = await desk.inside((newsroom) => newsroom.clock());
  const at = (age: number) => `upload/${now - age}-${crypto.randomUUID()}`;
  const [old, young] = [`${at(47 * HOUR)}/0001`, `${at(0)}/promised`];
  for (const key of [old, young]) await env.MEDIA.put(key, "bytes");
  await desk.pass(25 * HOUR);
  await desk.pass(1000);
  await expect.poll(stored).toEqual([young]);
  await desk.pass(25 * HOUR);
  await desk.pass(1000);
  await desk.pass(25 * HOUR);
  await desk.pass(1000);
  await expect.poll(stored).toEqual([]);
});
