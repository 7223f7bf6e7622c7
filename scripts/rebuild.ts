// `npm run rebuild`: writes every document of KV anew from the ledger, and waits until it is done.
import { call } from "./publish-sample.ts";

const url = process.env.DATELINE_URL || "http://localhost:8787";
const token = process.env.DATELINE_TOKEN;
if (!token) {
  console.error(
    "Set DATELINE_TOKEN to a token with the scopes admin and read, and DATELINE_URL to the newsroom.",
  );
  process.exit(1);
}
let { outbox } = await call(url, token, "POST", "rebuild");
while (outbox.length > 0) {
  process.stdout.write(`\r${outbox.length} documents left  `);
  if (outbox.error) console.error(`\n${outbox.error}`);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  ({ outbox } = await call(url, token, "GET", "status"));
}
console.log("\nKV holds what the ledger says.");
