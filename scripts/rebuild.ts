// `npm run rebuild`: writes every document of KV anew from the ledger, and waits until it is done.
import { newsroom } from "./newsroom.ts";
import { untilWritten } from "./outbox.ts";
import { call } from "./publish-sample.ts";

const { url, token } = newsroom;
await call(url, token, "POST", "rebuild");
await untilWritten(url, token);
console.log("\nKV holds what the ledger says.");
