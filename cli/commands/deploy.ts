import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isCancel, text } from "@clack/prompts";
import type { Command } from "commander";
import { isTimeZone } from "../../src/model/profile.ts";
import { isLanguageTag } from "../../src/text/language.ts";
import {
  type Answers,
  type Configuration,
  changedLines,
  readConfiguration,
  withAnswers,
} from "../deploying/configuration.ts";
import { existing, make, names, wrangler } from "../deploying/wrangler.ts";
import { EXIT, Failure } from "../failure.ts";
import { whenInterrupted } from "../interrupt.ts";
import { print, say } from "../output.ts";
import { originOf, saveProfile } from "../profiles.ts";

const FILE = "wrangler.toml";
const SECRET = "DATELINE_TOKEN";
/** How long a new address may take until it answers, ms: a certificate has to be made for it. */
const ANSWERS_MS = 600_000;

interface Options extends Partial<Answers> {
  dryRun?: boolean;
}

interface Step {
  what: string;
  run: () => Promise<void>;
}

/** `deploy`. */
export function deployCommand(program: Command): void {
  program
    .command("deploy")
    .description("put this newsroom on Cloudflare, or bring what is there to what is here")
    .option("--title <text>", "what the publication is called")
    .option("--address <url>", "where it will be: a domain at Cloudflare, or a name of workers.dev")
    .option("--language <tag>", "of its interface")
    .option("--time-zone <name>", "in which days begin")
    .option("--dry-run", "say what would be done, and do nothing")
    .addHelpText(
      "after",
      `
Asks what it has to, writes it into ${FILE}, makes the queues, the bucket and the secret that are not there,
deploys, and waits until it answers. Again, it changes only what differs. Log in before: npx wrangler login`,
    )
    .action(async (options: Options, command: Command) => {
      if (!existsSync(FILE))
        throw new Failure(`There is no ${FILE} here: call this in the repo.`, EXIT.usage);
      const configuration = readConfiguration(FILE);
      const answers = await answersFor(configuration, options);
      const there = await existing();
      if (!there.known && !options.dryRun)
        throw new Failure("Log in first: npx wrangler login", EXIT.unreachable);
      const token = names(there.secrets, SECRET) ? null : randomBytes(32).toString("hex");
      const steps = stepsFor(configuration, answers, there, token);
      const what = steps.map((step) => step.what);
      if (options.dryRun) {
        const unknown = there.known
          ? ""
          : "\nNobody is logged in at Cloudflare, so it is not known what is there.";
        print(command, { steps: what }, () => `${what.map((each) => `- ${each}`).join("\n")}${unknown}`);
        return;
      }
      for (const step of steps) {
        say(step.what);
        await step.run();
      }
      await untilAnswered(answers.address, whenInterrupted());
      if (token) saveProfile(new URL(answers.address).host, { url: answers.address, token });
      print(command, { ...answers, ...(token && { token }) }, () => told(answers.address, token));
    });
}

/** What has to be done, in its order. */
function stepsFor(
  configuration: Configuration,
  answers: Answers,
  there: Awaited<ReturnType<typeof existing>>,
  token: string | null,
): Step[] {
  const after = withAnswers(configuration, answers, new Date().getFullYear());
  const lines = changedLines(configuration.text, after);
  const made = (kind: string, name: string, words: string[]): Step => ({
    what: `make the ${kind} ${name}`,
    run: () => make([...words, name]),
  });
  return [
    ...(after === configuration.text
      ? []
      : [{ what: `write into ${FILE}: ${lines.join("; ")}`, run: async () => writeFileSync(FILE, after) }]),
    ...configuration.queues
      .filter((name) => !names(there.queues, name))
      .map((name) => made("queue", name, ["queues", "create"])),
    ...configuration.buckets
      .filter((name) => !names(there.buckets, name))
      .map((name) => made("bucket", name, ["r2", "bucket", "create"])),
    { what: "deploy", run: deploy },
    // A secret belongs to a Worker that is there.
    ...(token
      ? [{ what: `make the secret ${SECRET}`, run: () => make(["secret", "put", SECRET], `${token}\n`) }]
      : []),
  ];
}

async function deploy(): Promise<void> {
  const { code } = await wrangler(["deploy"], { shown: true });
  if (code !== 0)
    throw new Failure("It was not deployed; what was made before is kept, and the same again goes on.");
}

async function answersFor({ answers, isSaid }: Configuration, options: Options): Promise<Answers> {
  const ask = !isSaid && process.stdin.isTTY;
  const asked = async (message: string, given: string | undefined, known: string, flag: string) => {
    if (given !== undefined) return given;
    if (isSaid) return known;
    if (!ask) throw new Failure(`Say it: ${flag}.`, EXIT.usage);
    const answer = await text({ message, initialValue: known });
    if (isCancel(answer)) throw new Failure("Nothing was done.", EXIT.interrupted);
    return answer;
  };
  const title = (
    await asked("What is the publication called?", options.title, answers.title, "--title")
  ).trim();
  const address = originOf(await asked("Where will it be?", options.address, answers.address, "--address"));
  const language =
    options.language ??
    (ask ? await asked("In which language?", undefined, answers.language, "--language") : answers.language);
  const timeZone = options.timeZone ?? answers.timeZone;
  if (!title) throw new Failure("It needs a name.", EXIT.usage);
  if (!address.startsWith("https://")) throw new Failure("It is read over https.", EXIT.usage);
  if (!isLanguageTag(language))
    throw new Failure(`"${language}" is no language tag, like en or ar.`, EXIT.usage);
  if (!isTimeZone(timeZone))
    throw new Failure(`"${timeZone}" is no time zone, like Africa/Tripoli.`, EXIT.usage);
  return { title, address, language, timeZone };
}

/** Waits until the newsroom answers at its address: who it is does not matter, so 401 is an answer. */
async function untilAnswered(address: string, signal: AbortSignal): Promise<void> {
  say(`Waiting for ${address} …`);
  const until = Date.now() + ANSWERS_MS;
  for (;;) {
    try {
      const { status } = await fetch(`${address}/api/status`, { signal });
      if (status === 401) return;
    } catch {
      signal.throwIfAborted(); // else it is not there yet
    }
    if (Date.now() > until)
      throw new Failure(
        `It is deployed, and ${address} does not answer yet. Is its domain at Cloudflare?`,
        EXIT.partly,
      );
    await sleep(3000, undefined, { signal });
  }
}

function told(address: string, token: string | null): string {
  const kept = token ? `\nThe operator's token, shown this once and kept for dateline:\n\n  ${token}\n` : "";
  return `
${address} is there.
${kept}
Next: open ${address}/desk/setup with the token, and let yourself in; publish with
npx dateline publish; or bring what you have: npx dateline import --help.`;
}
