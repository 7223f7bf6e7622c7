import { it } from "vitest";
import { toNewArticle } from "../../src/routes/api/content.ts";
import { bindings } from "../../tests/worker/bindings.ts";
import { openDesk } from "../../tests/worker/newsroom.ts";
import { fill, text, timed, WORDS } from "./fill.ts";

const N = 30;
it("whole publish", async () => {
  const desk = await openDesk("whole");
  await desk.inside((newsroom) =>
    bindings(newsroom, {
      kv: {
        put: async () => {},
        delete: async () => {},
        getWithMetadata: async () => ({ value: null, metadata: null }),
      },
      invalidate: async () => {},
    }),
  );
  await desk.drain();
  let before = 0;
  for (const size of [100, 10_000, 100_000]) {
    await fill(desk, before, size);
    before = size;
    const inputs = Array.from({ length: N }, (_, i) =>
      toNewArticle(
        {
          title: `Bench ${size} ${i}`,
          tags: ["T1", "T2", "T3"],
          markdown: Array.from({ length: 5 }, (_, k) => text(WORDS / 5, size * 10 + i * 5 + k)).join(".\n\n"),
        },
        "https://littoral.example",
      ),
    );
    let tx = 0,
      docs = 0;
    await desk.inside(async (newsroom, { storage }) => {
      try {
        storage.sql.exec("DELETE FROM changed");
      } catch {}
      await storage.deleteAlarm();
      (storage as any).setAlarm = async () => {};
      let now = newsroom.clock();
      newsroom.clock = () => now;
      (newsroom as any).alarm = async () => {};
      const write = (newsroom as any).write.bind(newsroom);
      const { createArticle } = await import("../../src/newsroom/editing.ts");
      for (let i = 0; i < N; i++) {
        tx += await timed(() => {
          write((l: any) => createArticle(l, inputs[i]!, "x"));
        });
        docs += await timed(async () => {
          for (let k = 0; k < 20; k++) {
            await newsroom.wake();
            const due = storage.sql.exec("SELECT min(due) AS due FROM outbox").one().due as number | null;
            if (due === null) break;
            now = Math.max(now, due);
          }
        });
      }
    });
    console.log(`WHOLE ${size} transaction ${(tx / N).toFixed(1)} documents ${(docs / N).toFixed(1)}`);
  }
});
