import type { Command } from "commander";
import type { Status } from "../../src/routes/api/schemas.ts";
import type { Api } from "../api.ts";
import { EXIT } from "../failure.ts";
import { whenInterrupted } from "../interrupt.ts";
import { print, say } from "../output.ts";
import { newsroomFor } from "../profiles.ts";
import { untilWritten } from "../written.ts";

type View = typeof Status._output;

/** `status` and `rebuild`. */
export function operationCommands(program: Command): void {
  program
    .command("status")
    .description("how the newsroom is")
    .action(async (_: object, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const status = await api.call<View>("status");
      print(command, status, () => told(api, status));
    });
  program
    .command("rebuild")
    .description("write everything that readers see anew from the ledger, and wait until it is there")
    .action(async (_: object, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      await api.call("rebuild", { method: "POST" });
      const left = await untilWritten(api, whenInterrupted());
      if (left > 0) {
        say(`${left} documents are left, and will be written.`);
        process.exitCode = EXIT.interrupted;
      } else print(command, { rebuilt: true }, () => "Readers see what the ledger says.");
    });
}

function told(
  api: Api,
  { version, articles, tags, sources, authors, outbox, fetching, push, webhooks }: View,
): string {
  const counts = Object.entries(articles).map(([status, count]) => `${count} ${status}`);
  return [
    `${api.url}, Dateline ${version}`,
    `Articles   ${counts.join(", ") || "none"}`,
    `Filed      ${tags} tags, ${sources} sources, ${authors} authors`,
    `To write   ${outbox.length}${outbox.length ? `, the oldest for ${outbox.oldest_seconds} s` : ""}${outbox.error ? `: ${outbox.error}` : ""}`,
    `Feeds      ${fetching.feeds}, ${fetching.due} due, ${fetching.dead_letters.count} jobs given up`,
    `Told       ${push.subscriptions} subscribers, ${webhooks.active} webhooks, ${webhooks.paused.length} paused`,
  ].join("\n");
}
