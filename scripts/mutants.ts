// `npm run mutants [how many] [seed]`: changes one thing in one file of `src/` at a time, in a copy, and runs
// the tests of that part: those that nobody notices are printed. What was found by it is in CONTRIBUTING.md.
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomFrom } from "../tests/worker/edge/random.ts";
import { ROOT } from "./wrangler.ts";

/** Which tests would notice a change in which part. */
const TESTS: Record<string, string[]> = {
  http: ["urls", "fuzz", "materialise"],
  text: ["golden", "keypoints", "search", "related", "ask", "comments", "gathering/"],
  ingest: ["gathering/"],
  push: ["push/"],
  newsroom: [
    "convergence",
    "materialise",
    "comments",
    "search",
    "related",
    "ask",
    "backup",
    "edge.test",
    "walk",
    "gathering/",
    "push/",
  ],
};

/** Ways to be wrong: what is looked for, and what stands there instead. */
const MUTATIONS: [pattern: RegExp, instead: (found: string) => string][] = [
  [/(?<= )>=(?= )/g, () => ">"],
  [/(?<= )<=(?= )/g, () => "<"],
  [/(?<= )>(?= \w)/g, () => ">="],
  [/(?<= )<(?= \w)/g, () => "<="],
  [/(?<= )===(?= )/g, () => "!=="],
  [/(?<= )!==(?= )/g, () => "==="],
  [/(?<= )&&(?= )/g, () => "||"],
  [/(?<= )\|\|(?= )/g, () => "&&"],
  [/(?<= )\?\?(?= )/g, () => "&&"],
  [/(?<=[ (])!(?=\w)/g, () => ""],
  [/(?<=return )(?:true|false)(?=;)/g, (found) => String(found !== "true")],
  [
    /(?<=const [A-Z_]+(?:: \w+)? = )\d[\d_.]*(?=;)/g,
    (found) => String(Number(found.replaceAll("_", "")) * 2 + 1),
  ],
  [
    /(?<=const [A-Z_]+(?:: \w+)? = )\d[\d_.]*(?=;)/g,
    (found) => String(Number(found.replaceAll("_", "")) / 2),
  ],
];

interface Mutant {
  file: string;
  line: number;
  from: string;
  to: string;
  text: string;
}

function mutantsOf(file: string): Mutant[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return MUTATIONS.flatMap(([pattern, instead]) =>
    [...text.matchAll(pattern)].flatMap((match): Mutant[] => {
      const line = text.slice(0, match.index).split("\n").length;
      const written = text.split("\n")[line - 1]?.trim() ?? "";
      // Prose, types and what is said of a fault are no behaviour.
      if (/^(\*|\/\/|import|export type|type |interface )|console\.|detail/.test(written)) return [];
      const to = instead(match[0]);
      const changed = text.slice(0, match.index) + to + text.slice(match.index + match[0].length);
      return [{ file, line, from: match[0], to, text: changed }];
    }),
  );
}

const wanted = Number(process.argv[2] ?? 40);
const seed = Number(process.argv[3] ?? Date.now() % 1e9);
const random = randomFrom(seed);
const all = Object.keys(TESTS).flatMap((part) =>
  globSync(`src/${part}/**/*.ts`, { cwd: ROOT }).flatMap(mutantsOf),
);
console.log(`${wanted} of ${all.length} mutants, from seed ${seed}`);
const copy = mkdtempSync(join(tmpdir(), "dateline-mutants-"));
for (const name of [
  "src",
  "tests",
  "data",
  "scripts",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
  "wrangler.toml",
]) {
  cpSync(join(ROOT, name), join(copy, name), { recursive: true });
}
symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
let noticed = 0;
for (let i = 0; i < wanted; i++) {
  const [mutant] = all.splice(Math.floor(random() * all.length), 1);
  if (!mutant) break;
  const original = readFileSync(join(ROOT, mutant.file), "utf8");
  writeFileSync(join(copy, mutant.file), mutant.text);
  const tests = (TESTS[mutant.file.split("/")[1] ?? ""] ?? []).map((name) => `tests/worker/${name}`);
  const { status } = spawnSync(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--project", "worker", "--bail", "1", ...tests],
    { cwd: copy, stdio: "ignore", timeout: 300_000, env: { ...process.env, SOAK_RUNS: "40" } },
  );
  writeFileSync(join(copy, mutant.file), original);
  if (status !== 0) noticed++;
  else console.log(`nobody notices ${mutant.file}:${mutant.line}: ${mutant.from} → ${mutant.to}`);
}
rmSync(copy, { recursive: true, force: true });
console.log(`${noticed} of ${wanted} noticed`);
