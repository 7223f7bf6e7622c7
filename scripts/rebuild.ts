// `npm run rebuild`: writes every document of KV anew from the ledger, and waits until it is done.
import { newsroom } from "./newsroom.ts";
import { call } from "./publish-sample.ts";

const { url, token } = newsroom;
let { outbox } = await call(url, token, "POST", "rebuild");
while (outbox.length > 0) {
  process.stdout.write(`\r${outbox.length} documents left  `);
  if (outbox.error) console.error(`\n${outbox.error}`);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  ({ outbox } = await call(url, token, "GET", "status"));
}
console.log("\nKV holds what the ledger says.");
