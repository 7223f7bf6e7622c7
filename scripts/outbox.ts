import { call } from "./publish-sample.ts";

/** Waits until KV has every document, and tells how many are left and what goes wrong. */
export async function untilWritten(url: string, token: string): Promise<void> {
  for (;;) {
    const { outbox } = await call(url, token, "GET", "status");
    if (outbox.length === 0) return;
    process.stdout.write(`\r${outbox.length} documents left  `);
    if (outbox.error) console.error(`\n${outbox.error}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
