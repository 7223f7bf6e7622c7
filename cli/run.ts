import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { articleCommands } from "./commands/articles.ts";
import { backupCommands } from "./commands/backup.ts";
import { commentCommands } from "./commands/comments.ts";
import { completionCommand } from "./commands/completion.ts";
import { deployCommand } from "./commands/deploy.ts";
import { exportCommands } from "./commands/export.ts";
import { fileCommands } from "./commands/files.ts";
import { importCommands } from "./commands/import.ts";
import { loginCommand } from "./commands/login.ts";
import { mediaCommands } from "./commands/media.ts";
import { operationCommands } from "./commands/operations.ts";
import { redirectCommands } from "./commands/redirects.ts";
import { sourceCommands } from "./commands/sources.ts";
import { tagCommands } from "./commands/tags.ts";
import { EXIT, Failure } from "./failure.ts";

/** The whole command line. */
function program(): Command {
  const dateline = new Command("dateline")
    .description("A newsroom from the command line, over its API.")
    .version(packageJson.version)
    .option("--url <url>", "the newsroom's address (DATELINE_URL)")
    .option("--token <token>", "a token for it (DATELINE_TOKEN); others on this machine may see it here")
    .option("--profile <name>", "one that `dateline login` keeps (DATELINE_PROFILE)")
    .option("--json", "print JSON, for programs")
    .addHelpText("after", HELP)
    .showHelpAfterError("Try --help.")
    .exitOverride();
  const all = [
    loginCommand,
    operationCommands,
    articleCommands,
    tagCommands,
    sourceCommands,
    commentCommands,
    mediaCommands,
    redirectCommands,
    fileCommands,
    importCommands,
    exportCommands,
    backupCommands,
    deployCommand,
    completionCommand,
  ];
  for (const add of all) add(dateline);
  for (const each of commandsIn(dateline)) each.exitOverride();
  return dateline;
}

const commandsIn = (command: Command): Command[] =>
  command.commands.flatMap((each) => [each, ...commandsIn(each)]);

const HELP = `
Examples:
  dateline login --url https://news.example
  dateline publish story.md --tag Libya --tag Trade
  dateline import wordpress export.xml --dry-run
  dateline backup newsroom.ndjson

It ends with ${EXIT.ok} where all was done, ${EXIT.failed} where something failed, ${EXIT.usage} where it was called wrongly,
${EXIT.unreachable} where the newsroom cannot be reached or does not let you in, ${EXIT.partly} where it is done but for
what was named, and ${EXIT.interrupted} where it was interrupted.`;

/** Does what the words say. @returns the exit code */
export async function run(words: string[]): Promise<number> {
  try {
    await program().parseAsync(words, { from: "user" });
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof Failure) {
      process.stderr.write(`${error.message}\n`);
      return error.code;
    }
    if (error instanceof Error && error.name === "AbortError") return EXIT.interrupted;
    throw error;
  }
}
