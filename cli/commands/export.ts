import type { Command } from "commander";
import { EXIT } from "../failure.ts";
import { whenInterrupted } from "../interrupt.ts";
import { exportStatic } from "../leaving/static.ts";
import { exportWxr } from "../leaving/wxr.ts";
import { forPrograms, print, say } from "../output.ts";
import { newsroomFor, originOf } from "../profiles.ts";
import { Progress } from "../progress.ts";
import { pullInto } from "./files.ts";

/** `export markdown`, `wxr`, `static`. */
export function exportCommands(program: Command): void {
  const all = program.command("export").description("take a publication elsewhere");
  all
    .command("markdown <folder>")
    .description("every story of our own as Markdown with front matter, and what it shows; as `pull` does")
    .action(async (folder: string, _: object, command: Command) => {
      await pullInto(folder, command);
    });
  all
    .command("wxr <file>")
    .description("every story of our own, with its comments, as a file for WordPress")
    .action(async (file: string, _: object, command: Command) => {
      const progress = new Progress("Stories", 0, forPrograms(command));
      const count = await exportWxr(
        newsroomFor(command.optsWithGlobals()),
        file,
        progress,
        whenInterrupted(),
      ).finally(() => progress.end());
      print(command, { stories: count }, () => `${file} has ${count} stories.`);
    });
  all
    .command("static <folder>")
    .description("this very site as files that any server of files serves: all pages and feeds")
    .option("--at <url>", "where it will be, if that is another address")
    .addHelpText("after", "\nSearch, questions and forms need a newsroom, and are left out.")
    .action(async (folder: string, { at }: { at?: string }, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const progress = new Progress("Files", 0, forPrograms(command));
      const left = await exportStatic(
        api,
        folder,
        at ? originOf(at) : null,
        progress,
        whenInterrupted(),
      ).finally(() => progress.end());
      for (const { path, status } of left.broken) say(`${path} is answered with ${status}.`);
      if (left.broken.length > 0) process.exitCode = EXIT.partly;
      const unled = left.unled.length
        ? ` ${left.unled.length} former addresses cannot be led by files: those of queries and patterns.`
        : "";
      print(command, left, () => `${left.files} files; search, questions and forms are left out.${unled}`);
    });
}
