import { expect, it } from "vitest";
import { call } from "../../scripts/publish-sample.ts";
import { startBuilt } from "../../scripts/worker.ts";
import { build } from "../../scripts/wrangler.ts";
import { heapOf } from "../setup/heap.ts";
import { type Reading, readAll } from "../setup/readers.ts";
import { freePort } from "../setup/servers.ts";

/** `npm run soak` reads for two minutes. */
const isLong = Boolean(process.env.SOAK_RUNS);
const [READERS, SECONDS] = isLong ? [200, 120] : [50, 5];
const ARTICLES = 60;
/** Writes between two looks at the memory. */
const EACH = isLong ? 4 : 2;
const TOKEN = "load";
const AT_ONCE = { Prefer: "wait=0" };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it(
  "answers many readers while articles are published and edited: no failure, no wrong byte, no growth",
  async () => {
    const port = await freePort();
    const inspector = await freePort();
    const worker = await startBuilt(build(), port, TOKEN, { inspectorPort: inspector });
    const site = `http://localhost:${port}`;
    const publish = (n: number) => {
      const markdown = `A word of many. `.repeat(200) + n;
      const article = { title: `Load ${n}`, tags: ["Load"], markdown };
      return call(site, TOKEN, "POST", "articles", article, AT_ONCE);
    };
    for (let n = 0; n < ARTICLES; n++) await publish(n);
    while ((await call(site, TOKEN, "GET", "status")).outbox.length > 0) await pause(200);

    const end = Date.now() + SECONDS * 1000;
    const memory: number[] = [];
    let reading: Reading | null = null;
    const readers = readAll(site, READERS, () => Date.now() > end).then((done) => {
      reading = done;
    });
    let writes = 0;
    while (reading === null) {
      const { id } = await publish(ARTICLES + writes);
      await call(
        site,
        TOKEN,
        "PATCH",
        `articles/${id}`,
        { title: `Edited ${writes++}` },
        { "If-Match": "*" },
      );
      if (writes % EACH === 1) memory.push(await heapOf(inspector));
      await pause(1000);
    }
    await readers;
    await worker.dispose();
    const { statuses, wrong } = reading as Reading;
    const answered = Object.values(statuses).reduce((sum, n) => sum + n, 0);
    console.log(
      `${answered} answers, ${writes} articles published and edited; heap in MB: ${memory.map(Math.round)}`,
    );
    expect(wrong).toEqual([]);
    expect(Object.keys(statuses).sort()).toEqual(["200", "304"]);
    expect(writes).toBeGreaterThan(0);
    // It keeps up to 16 MiB of what it rendered, and no more however long it goes on.
    const [first, second] = [
      memory.slice(0, Math.ceil(memory.length / 2)),
      memory.slice(Math.ceil(memory.length / 2)),
    ];
    // The middle one: a look may meet two hundred answers on their way.
    const middle = second.sort((a, b) => a - b)[Math.floor(second.length / 2)] ?? 0;
    expect(middle).toBeLessThan(isLong ? Math.max(...first) * 1.2 : 64);
  },
  (SECONDS + 120) * 1000,
);
