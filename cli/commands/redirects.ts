import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { LIMITS } from "../../src/model/limits.ts";
import { EXIT, Failure } from "../failure.ts";
import { print, table } from "../output.ts";
import { newsroomFor } from "../profiles.ts";

interface Redirect {
  from: string;
  to: string;
  article: string | null;
}

/** `redirects list`, `add`, `remove`. */
export function redirectCommands(program: Command): void {
  const redirects = program
    .command("redirects")
    .description("former addresses, and where they lead")
    .addHelpText(
      "after",
      `
Examples:
  dateline redirects add /2019/05/the-harbour/ /articles/the-harbour
  dateline redirects add '/:year/:month/:slug.html' /articles/:slug
  dateline redirects add --file old-addresses.tsv`,
    );
  redirects
    .command("list")
    .description("all of them, by their addresses")
    .action(async (_: object, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const most = { limit: String(LIMITS.redirects) };
      const all = await api.all<Redirect>("redirects", "redirects", most, "after");
      print(command, all, () =>
        table(
          ["from", "to"],
          all.map(({ from, to }) => [from, to]),
        ),
      );
    });
  redirects
    .command("add [from] [to]")
    .description("let a former address, or a pattern of many, lead to a new one")
    .option("--file <file>", "of lines with both, apart by a tab or spaces")
    .action(
      async (
        from: string | undefined,
        to: string | undefined,
        options: { file?: string },
        command: Command,
      ) => {
        const api = newsroomFor(command.optsWithGlobals());
        const wanted = options.file ? linesOf(options.file) : from && to ? [{ from, to }] : [];
        if (wanted.length === 0) throw new Failure("Say from where to where, or --file.", EXIT.usage);
        for (let i = 0; i < wanted.length; i += LIMITS.redirects)
          await api.call("redirects", {
            method: "PUT",
            json: { redirects: wanted.slice(i, i + LIMITS.redirects) },
          });
        print(command, { saved: wanted.length }, () => `${wanted.length} kept.`);
      },
    );
  redirects
    .command("remove <from>")
    .description("let an address lead nowhere")
    .action(async (from: string, _: object, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      await api.call(`redirects?${new URLSearchParams({ from })}`, { method: "DELETE" });
      print(command, { removed: from }, () => `${from} leads nowhere.`);
    });
}

function linesOf(file: string): { from: string; to: string }[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line, i) => ({ words: line.trim().split(/\s+/), line, at: i + 1 }))
    .filter(({ line }) => line.trim() !== "" && !line.startsWith("#"))
    .map(({ words: [from, to, ...rest], at }) => {
      if (!from || !to || rest.length)
        throw new Failure(`${file}, line ${at}: two addresses are needed.`, EXIT.usage);
      return { from, to };
    });
}
