import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { EXIT, Failure } from "./failure.ts";

type Add = (program: Command) => void;

/** The commands, in the order of the help: the words that call them, and where they are. */
const COMMANDS: [words: string[], load: () => Promise<Add>][] = [
  [["login"], async () => (await import("./commands/login.ts")).loginCommand],
  [["status", "rebuild"], async () => (await import("./commands/operations.ts")).operationCommands],
  [
    ["publish", "edit", "withdraw", "list", "show"],
    async () => (await import("./commands/articles.ts")).articleCommands,
  ],
  [["tags"], async () => (await import("./commands/tags.ts")).tagCommands],
  [["sources"], async () => (await import("./commands/sources.ts")).sourceCommands],
  [["comments"], async () => (await import("./commands/comments.ts")).commentCommands],
  [["media"], async () => (await import("./commands/media.ts")).mediaCommands],
  [["redirects"], async () => (await import("./commands/redirects.ts")).redirectCommands],
  [["pull", "push"], async () => (await import("./commands/files.ts")).fileCommands],
  [["import"], async () => (await import("./commands/import.ts")).importCommands],
  [["export"], async () => (await import("./commands/export.ts")).exportCommands],
  [["backup", "restore"], async () => (await import("./commands/backup.ts")).backupCommands],
  [["deploy"], async () => (await import("./commands/deploy.ts")).deployCommand],
  // It tells of all others, so none is named.
  [[], async () => (await import("./commands/completion.ts")).completionCommand],
];

/**
 * The command line as far as the words need it: what they call, and all of it where they call nothing (help, a word
 * that is none). A command costs time and memory to load, and an import of a gigabyte needs the memory.
 */
async function program(words: string[]): Promise<Command> {
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
  const called = COMMANDS.filter(([names]) => names.some((name) => words.includes(name)));
  for (const [, load] of called.length > 0 ? called : COMMANDS) (await load())(dateline);
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
    await (await program(words)).parseAsync(words, { from: "user" });
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
