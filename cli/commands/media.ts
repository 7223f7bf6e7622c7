import { basename } from "node:path";
import type { Command } from "commander";
import { print, table } from "../output.ts";
import { newsroomFor } from "../profiles.ts";
import { bringFile } from "../upload.ts";

interface Media {
  id: string;
  url: string;
  type: string;
  size: number;
  name: string;
}

/** `media list`, `add`, `remove`. */
export function mediaCommands(program: Command): void {
  const media = program.command("media").description("pictures, sound, and the texts that come with it");
  media
    .command("list")
    .description("all of them")
    .action(async (_: object, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const all = await api.all<Media>("media", "media");
      print(command, all, () =>
        table(
          ["id", "type", "bytes", "name"],
          all.map((each) => [each.id, each.type, each.size, each.name]),
        ),
      );
    });
  media
    .command("add <files...>")
    .description("bring files; each is then named by its id")
    .option("--alt <text>", "what they show")
    .option("--credit <text>", "whose they are")
    .action(async (files: string[], { alt, credit }: { alt?: string; credit?: string }, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const ids: { file: string; id: string }[] = [];
      for (const file of files) {
        const said = { name: basename(file), ...(alt && { alt }), ...(credit && { credit }) };
        ids.push({ file, id: (await bringFile(api, file, said)).id });
      }
      print(command, ids, () =>
        table(
          ["id", "file"],
          ids.map(({ id, file }) => [id, file]),
        ),
      );
    });
  media
    .command("remove <id>")
    .description("remove a file that no story shows")
    .action(async (id: string, _: object, command: Command) => {
      await newsroomFor(command.optsWithGlobals()).call(`media/${encodeURIComponent(id)}`, {
        method: "DELETE",
      });
      print(command, { removed: id }, () => "It is gone.");
    });
}
