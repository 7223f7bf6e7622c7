import { existsSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import { LIMITS } from "../../src/model/limits.ts";
import { EXIT, Failure } from "../failure.ts";
import { whenInterrupted } from "../interrupt.ts";
import { bringAll } from "../moving/bring.ts";
import { type FilePolicy, Files } from "../moving/files.ts";
import { Journal } from "../moving/journal.ts";
import { Report } from "../moving/report.ts";
import type { Origin } from "../moving/story.ts";
import { forPrograms, print, say } from "../output.ts";
import { newsroomFor, originOf } from "../profiles.ts";
import { Progress } from "../progress.ts";
import { untilWritten } from "../written.ts";

interface Options {
  dryRun?: boolean;
  media: boolean;
  local?: boolean;
  report?: string;
  feedLength: number;
}
interface WordPressOptions extends Options {
  uploads?: string;
  categoryBase: string;
  tagBase: string;
}
interface GhostOptions extends Options {
  site: string;
  content?: string;
  permalink: string;
}

interface FeedOptions extends Omit<Options, "feedLength"> {
  feedLength?: number;
  journal: string;
}
interface FolderOptions extends Options {
  site: string;
  permalink: string;
}

/** `import wordpress`, `ghost`, `blogger`, `substack`, `medium`, `feed`, `markdown`. */
export function importCommands(program: Command): void {
  const all = program
    .command("import")
    .description("bring a publication from another system, with its past and its subscribers");
  withOptions(all.command("wordpress <files...>"), 10)
    .description("from WordPress: the files of Tools, Export, All content")
    .option("--uploads <folder>", "a copy of wp-content/uploads: what is there is not fetched")
    .option("--category-base <word>", "what addresses of categories begin with", "category")
    .option("--tag-base <word>", "what addresses of tags begin with", "tag")
    .addHelpText(
      "after",
      `
Examples:
  dateline import wordpress export.xml --dry-run
  dateline import wordpress export-*.xml --uploads ~/backup/wp-content/uploads

What is done is noted beside the first file: broken off and started again, it goes on.`,
    )
    .action(async (files: string[], options: WordPressOptions, command: Command) => {
      there(files);
      const api = newsroomFor(command.optsWithGlobals());
      const { time_zone: timeZone } = await api.call<{ time_zone: string }>("publication");
      const { categoryBase, tagBase, uploads, feedLength } = options;
      const folder = uploads ? { path: uploads, below: "/wp-content/uploads/" } : null;
      const { wordpress } = await import("../wordpress/origin.ts");
      await bring(files, { ...options, folder }, command, (report, signal) =>
        wordpress(files, { categoryBase, tagBase, timeZone, feedLength }, report, signal),
      );
    });
  withOptions(all.command("ghost <file>"), 15)
    .description("from Ghost: the JSON file of Settings, Export")
    .option(
      "--site <url>",
      "where it was, since the file does not say it: its pictures are fetched there",
      "",
    )
    .option("--content <folder>", "a copy of its folder content: what is there is not fetched")
    .option("--permalink <pattern>", "how addresses of its posts are made", "/:slug/")
    .addHelpText(
      "after",
      "\nExample:\n  dateline import ghost ghost.json --site https://old.example --dry-run",
    )
    .action(async (file: string, options: GhostOptions, command: Command) => {
      there([file]);
      const { site, permalink, content, feedLength } = options;
      const folder = content ? { path: content, below: "/content/" } : null;
      const naming = { site: site && originOf(site), permalink, feedLength };
      const { ghost } = await import("../ghost/origin.ts");
      await bring([file], { ...options, folder }, command, async (report) => ghost(file, naming, report));
    });
  withOptions(all.command("blogger <file>"), 25)
    .description("from Blogger: the XML file of Settings, Back up content")
    .action(async (file: string, options: Options, command: Command) => {
      there([file]);
      const { blogger } = await import("../others/blogger.ts");
      await bring([file], { ...options, folder: null }, command, (report, signal) =>
        blogger(file, options.feedLength, report, signal),
      );
    });
  withOptions(all.command("substack <zip>"), 20)
    .description("from Substack: the zip of Settings, Exports")
    .requiredOption("--site <url>", "where it was: its entries' ids begin so")
    .action(async (file: string, options: Options & { site: string }, command: Command) => {
      there([file]);
      const { substack } = await import("../others/substack.ts");
      await bring([file], { ...options, folder: null }, command, async (report) =>
        substack(file, originOf(options.site), options.feedLength, report),
      );
    });
  withOptions(all.command("medium <zip>"), 10)
    .description("from Medium: the zip of Settings, Download your information")
    .option("--site <url>", "where it was, if it had an address of its own", "")
    .action(async (file: string, options: Options & { site: string }, command: Command) => {
      there([file]);
      const { medium } = await import("../others/medium.ts");
      await bring([file], { ...options, folder: null }, command, async (report) =>
        medium(file, options.site && originOf(options.site), options.feedLength, report),
      );
    });
  withOptions(all.command("feed <url>"))
    .description("from any site with a feed, as far back as its archives go")
    .option("--journal <file>", "where what is done is noted", "feed")
    .action(async (url: string, options: FeedOptions, command: Command) => {
      const { url: newsroom } = newsroomFor(command.optsWithGlobals());
      const { feed } = await import("../others/feed.ts");
      await bring([options.journal], { ...options, folder: null }, command, (report) =>
        feed(url, newsroom, options.local ?? false, options.feedLength, report),
      );
    });
  withOptions(all.command("markdown <folder>"), LIMITS.listItems)
    .description("from a folder of Markdown: Hugo, Jekyll, Eleventy, and their like")
    .option("--site <url>", "where it was, if its configuration does not say it", "")
    .option("--permalink <pattern>", "how addresses are made: /:year/:month/:slug/, /:path/", "")
    .addHelpText(
      "after",
      "\nExample:\n  dateline import markdown ~/blog --site https://old.example --dry-run",
    )
    .action(async (from: string, options: FolderOptions, command: Command) => {
      there([from]);
      const { site, permalink, feedLength } = options;
      const file = from.replace(/\/+$/, "");
      const naming = { site: site && originOf(site), permalink, feedLength };
      const { markdown } = await import("../markdown/origin.ts");
      await bring([file], { ...options, folder: null }, command, async (report) =>
        markdown(file, naming, report),
      );
    });
}

function entriesIn(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It is a number from 1.");
  return Math.min(number, LIMITS.listItems);
}

/** @param feedLength entries of a feed, where nobody has set another number; left out: as many as there are */
const withOptions = (command: Command, feedLength?: number): Command =>
  command
    .option(
      "--feed-length <number>",
      "entries that its feeds had: ours show no more of them, since readers would have the others as new",
      entriesIn,
      feedLength,
    )
    .option("--dry-run", "say what would come, and how, and send nothing")
    .option("--no-media", "leave pictures and sound where they are")
    .option("--local", "let files be fetched from this machine itself")
    .option("--report <file>", "where to write, as CSV, what did not simply come");

function there(files: string[]): void {
  const missing = files.find((file) => !existsSync(file));
  if (missing) throw new Failure(`${missing} is not there.`, EXIT.usage);
}

/** What all imports have in common: the journal, the progress, the report. */
async function bring(
  [first = ""]: string[],
  options: Omit<Options, "feedLength"> & { folder: FilePolicy["folder"] },
  command: Command,
  open: (report: Report, signal: AbortSignal) => Promise<Origin>,
): Promise<void> {
  const api = newsroomFor(command.optsWithGlobals());
  const { dryRun = false, folder } = options;
  const [report, signal] = [new Report(dryRun), whenInterrupted()];
  const journal = new Journal(dryRun ? null : `${first}.dateline`, api.url);
  const origin = await open(report, signal);
  if (journal.hasBegun) say(`Going on with what ${first}.dateline tells.`);
  const policy = {
    wanted: options.media && !dryRun,
    folder,
    local: options.local ?? false,
  };
  const files = new Files(api, policy, journal, report);
  const progress = new Progress("Stories", origin.stories, forPrograms(command));
  try {
    await bringAll({ api: dryRun ? null : api, origin, files, journal, report, progress, signal });
  } finally {
    progress.end();
    const file = options.report ?? `${first}.report.csv`;
    if (!report.isEmpty || options.report) report.write(file);
    print(
      command,
      report.summary(),
      () => `${report}${report.isEmpty ? "" : `\n\nEach with its reason: ${file}`}`,
    );
  }
  if (!dryRun) await untilWritten(api, signal);
  if (report.count("refused") + report.count("left out", "export") > 0) process.exitCode = EXIT.partly;
}
