import { readFileSync } from "node:fs";
import { parse } from "smol-toml";

/** What of a deployment's configuration its publication decides. */
export interface Answers {
  title: string;
  /** The public origin. */
  address: string;
  /** BCP 47. */
  language: string;
  /** IANA. */
  timeZone: string;
}

/** What comes with the repo, and stands for nothing that anybody has said. */
const UNSAID = { address: "https://dateline.example", authority: "dateline.example,2025", title: "Dateline" };

export interface Configuration {
  text: string;
  answers: Answers;
  /** Whether somebody has said what it is called and where it is. */
  isSaid: boolean;
  /** The owner of its entries' ids, as RFC 4151 has it; null for nobody yet. */
  authority: string | null;
  queues: string[];
  buckets: string[];
}

interface Toml {
  vars?: Record<string, string>;
  queues?: { producers?: { queue: string }[]; consumers?: { queue: string; dead_letter_queue?: string }[] };
  r2_buckets?: { bucket_name: string }[];
}

export function readConfiguration(file: string): Configuration {
  const text = readFileSync(file, "utf8");
  const { vars = {}, queues = {}, r2_buckets: buckets = [] } = parse(text) as Toml;
  const named = [
    ...(queues.producers ?? []).map(({ queue }) => queue),
    ...(queues.consumers ?? []).flatMap(({ queue, dead_letter_queue: dead }) => [
      queue,
      ...(dead ? [dead] : []),
    ]),
  ];
  return {
    text,
    answers: {
      ...{ title: vars.SITE_TITLE ?? "", address: vars.SITE_URL ?? "" },
      ...{ language: vars.SITE_LANGUAGE ?? "en", timeZone: vars.SITE_TIME_ZONE ?? "UTC" },
    },
    isSaid: vars.SITE_URL !== undefined && vars.SITE_URL !== UNSAID.address,
    authority: vars.ENTRY_AUTHORITY === UNSAID.authority ? null : (vars.ENTRY_AUTHORITY ?? null),
    queues: [...new Set(named)].sort(),
    buckets: buckets.map(({ bucket_name: bucket }) => bucket),
  };
}

/**
 * The configuration with what was answered, line by line: comments and all else stay as they are. The owner of
 * entry ids is set once, since what is published keeps its id.
 *
 * @param year of the first deployment
 */
export function withAnswers({ text, authority }: Configuration, answers: Answers, year: number): string {
  const { host } = new URL(answers.address);
  const values: Record<string, string> = {
    ...{ SITE_TITLE: answers.title, SITE_URL: answers.address, SITE_LANGUAGE: answers.language },
    SITE_TIME_ZONE: answers.timeZone,
    ...(authority === null && { ENTRY_AUTHORITY: `${host},${year}` }),
  };
  const said = Object.entries(values).reduce(
    (toml, [name, value]) =>
      toml.replace(new RegExp(`^${name} = .*$`, "m"), () => `${name} = ${JSON.stringify(value)}`),
    text,
  );
  const route = `routes = [{ pattern = ${JSON.stringify(host)}, custom_domain = true }]`;
  const without = said.replace(/^routes = .*\n/m, "");
  // The platform gives addresses of its own to those who have none.
  return host.endsWith(".workers.dev")
    ? without
    : without.replace(/^(name = .*\n)/m, (line) => `${line}${route}\n`);
}

/** The lines that are others, as they would be. */
export function changedLines(before: string, after: string): string[] {
  const known = new Set(before.split("\n"));
  return after.split("\n").filter((line) => !known.has(line));
}
