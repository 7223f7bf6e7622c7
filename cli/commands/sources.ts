import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { print, table } from "../output.ts";
import { newsroomFor } from "../profiles.ts";

interface Source {
  id: string;
  name: string;
  feed_url: string;
  status: string;
}

/** `sources list`, `follow`, `import`, `unfollow`, `history`. */
export function sourceCommands(program: Command): void {
  const sources = program.command("sources").description("other publications whose feeds are followed");
  sources
    .command("list")
    .description("all of them, and how they are")
    .action(async (_: object, command: Command) => {
      const { sources: all } = await newsroomFor(command.optsWithGlobals()).call<{ sources: Source[] }>(
        "sources",
      );
      print(command, all, () =>
        table(
          ["id", "name", "status", "feed"],
          all.map((each) => [each.id, each.name, each.status, each.feed_url]),
        ),
      );
    });
  sources
    .command("follow <url>")
    .description("follow a feed, or the feed of a site")
    .action(async (url: string, _: object, command: Command) => {
      const source = await newsroomFor(command.optsWithGlobals()).call<Source>("sources", { json: { url } });
      print(command, source, () => `Following ${source.name}: ${source.feed_url} (${source.id})`);
    });
  sources
    .command("import <file>")
    .description("follow the feeds of an OPML file")
    .action(async (file: string, _: object, command: Command) => {
      const outcome = await newsroomFor(command.optsWithGlobals()).call<
        Record<"added" | "known" | "refused", unknown[]>
      >("sources/import", { body: readFileSync(file, "utf8"), headers: { "Content-Type": "text/x-opml" } });
      const { added, known, refused } = outcome;
      print(
        command,
        outcome,
        () => `${added.length} are new, ${known.length} were followed, ${refused.length} cannot be.`,
      );
    });
  sources
    .command("unfollow <id>")
    .description("follow a source no longer; its stories stay")
    .action(async (id: string, _: object, command: Command) => {
      await newsroomFor(command.optsWithGlobals()).call(`sources/${id}`, { method: "DELETE" });
      print(command, { unfollowed: id }, () => "It is followed no longer.");
    });
  sources
    .command("history <id>")
    .description("bring in what a followed feed had before, as far back as it goes")
    .action(async (id: string, _: object, command: Command) => {
      const outcome = await newsroomFor(command.optsWithGlobals()).call(`sources/${id}/history`, {
        method: "POST",
      });
      print(
        command,
        outcome ?? { begun: id },
        () => "Begun; it takes a while, and is to be seen at the desk.",
      );
    });
}
