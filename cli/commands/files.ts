import { existsSync, mkdirSync, watch } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { EXIT, Failure } from "../failure.ts";
import { pull, theirsOf } from "../files/pull.ts";
import { type Pushed, type PushWishes, push } from "../files/push.ts";
import { whenInterrupted } from "../interrupt.ts";
import { forPrograms, print, say } from "../output.ts";
import { newsroomFor } from "../profiles.ts";
import { Progress } from "../progress.ts";

/** How long a file that is being written is waited for, ms. */
const SETTLED_MS = 300;

/** `pull` and `push`. */
export function fileCommands(program: Command): void {
  program
    .command("pull <folder>")
    .description("write every story as a file: Markdown with front matter, and what it shows")
    .action(async (folder: string, _: object, command: Command) => {
      await pullInto(folder, command);
    });
  program
    .command("push <folder>")
    .description("send what was changed in a folder, and only that; a new file is a new story")
    .option("--watch", "go on, and send what changes, until Ctrl-C", false)
    .option("--ours", "where both have changed, take the folder's", false)
    .option("--withdraw", "withdraw stories whose files are gone", false)
    .addHelpText(
      "after",
      `
Examples:
  dateline pull newsroom && $EDITOR newsroom/articles/the-harbour.md && dateline push newsroom
  dateline push newsroom --ours     # in a CI, where the folder is the truth

What both have changed is kept as .theirs beside the file: take over what you want of it, and remove it.`,
    )
    .action(async (folder: string, options: PushWishes & { watch: boolean }, command: Command) => {
      if (!existsSync(folder)) throw new Failure(`${folder} is not there.`, EXIT.usage);
      const api = newsroomFor(command.optsWithGlobals());
      const signal = whenInterrupted();
      do {
        const changed = options.watch ? nextChange(folder, signal) : null;
        const pushed = await push(api, folder, options, signal);
        tell(pushed);
        if (!options.watch) print(command, pushed, () => `${pushed.done.length} sent.`);
        if (pushed.both.length + pushed.refused.length > 0) process.exitCode = EXIT.partly;
        await changed;
      } while (options.watch && !signal.aborted);
    });
}

/** Writes every story into a folder, and tells of it. */
export async function pullInto(folder: string, command: Command): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const progress = new Progress("Stories", 0, forPrograms(command));
  const api = newsroomFor(command.optsWithGlobals());
  const pulled = await pull(api, folder, progress, whenInterrupted()).finally(() => progress.end());
  tellBoth(pulled.both);
  print(command, pulled, () => `${pulled.written.length} files written.`);
}

/** Until a file is changed, and written whole. */
function nextChange(folder: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, { recursive: true }, (_, name) => {
      // What we write ourselves is no change.
      if (!name || /(?:^|\/)\.|\.part$|\.theirs\.\w+$/.test(name)) return;
      done();
    });
    const done = () => {
      watcher.close();
      sleep(SETTLED_MS).then(resolve);
    };
    signal.addEventListener("abort", done, { once: true });
  });
}

function tell({ done, both, refused, gone }: Pushed): void {
  for (const { file, what, url } of done) if (what !== "same") say(`${file}: ${what}, ${url}`);
  tellBoth(both);
  for (const { file, reason } of refused) say(`${file}: ${reason}`);
  if (gone.length > 0)
    say(`${gone.length} files are gone, and their stories are not: --withdraw withdraws them.`);
}

function tellBoth(files: string[]): void {
  for (const file of files) say(`${file}: both have changed it; the newsroom's is ${theirsOf(file)}`);
  if (files.length > 0) process.exitCode = EXIT.partly;
}
