import { existsSync } from "node:fs";
import type { Command } from "commander";
import { EXIT, Failure } from "../failure.ts";
import { whenInterrupted } from "../interrupt.ts";
import { bringAll } from "../moving/bring.ts";
import { Files } from "../moving/files.ts";
import { Journal } from "../moving/journal.ts";
import { Report } from "../moving/report.ts";
import type { Origin } from "../moving/story.ts";
import { forPrograms, print, say } from "../output.ts";
import { newsroomFor } from "../profiles.ts";
import { Progress } from "../progress.ts";
import { wordpress } from "../wordpress/origin.ts";
import { untilWritten } from "../written.ts";

interface Options {
  dryRun?: boolean;
  media: boolean;
  uploads?: string;
  local?: boolean;
  report?: string;
  categoryBase: string;
  tagBase: string;
}

/** `import wordpress`. */
export function importCommands(program: Command): void {
  const all = program
    .command("import")
    .description("bring a publication from another system, with its past and its subscribers");
  all
    .command("wordpress <files...>")
    .description("from WordPress: the files of Tools, Export, All content")
    .option("--dry-run", "say what would come, and how, and send nothing")
    .option("--no-media", "leave pictures and sound where they are")
    .option("--uploads <folder>", "a copy of wp-content/uploads: what is there is not fetched")
    .option("--local", "let files be fetched from this machine itself")
    .option("--category-base <word>", "what addresses of categories begin with", "category")
    .option("--tag-base <word>", "what addresses of tags begin with", "tag")
    .option("--report <file>", "where to write, as CSV, what did not simply come")
    .addHelpText(
      "after",
      `
Examples:
  dateline import wordpress export.xml --dry-run
  dateline import wordpress export-*.xml --uploads ~/backup/wp-content/uploads

What is done is noted beside the first file: broken off and started again, it goes on.`,
    )
    .action(async (files: string[], options: Options, command: Command) => {
      const missing = files.find((file) => !existsSync(file));
      if (missing) throw new Failure(`${missing} is not there.`, EXIT.usage);
      const api = newsroomFor(command.optsWithGlobals());
      const { time_zone: timeZone } = await api.call<{ time_zone: string }>("publication");
      const { categoryBase, tagBase } = options;
      await bring(files, options, command, (report, signal) =>
        wordpress(files, { categoryBase, tagBase, timeZone }, report, signal),
      );
    });
}

/** What all imports have in common: the journal, the progress, the report. */
async function bring(
  [first = ""]: string[],
  options: Options,
  command: Command,
  open: (report: Report, signal: AbortSignal) => Promise<Origin>,
): Promise<void> {
  const api = newsroomFor(command.optsWithGlobals());
  const { dryRun = false, uploads } = options;
  const [report, signal] = [new Report(), whenInterrupted()];
  const journal = new Journal(dryRun ? null : `${first}.dateline`, api.url);
  const origin = await open(report, signal);
  if (journal.hasBegun) say(`Going on with what ${first}.dateline tells.`);
  const policy = {
    wanted: options.media && !dryRun,
    folder: uploads ? { path: uploads, below: "/wp-content/uploads/" } : null,
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
