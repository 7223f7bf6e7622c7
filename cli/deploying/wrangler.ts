import { spawn } from "node:child_process";
import { EXIT, Failure } from "../failure.ts";

/** What a call of Cloudflare's own command line came to. */
interface Called {
  code: number;
  text: string;
}

/** Calls wrangler, which the repo brings. @param input for its stdin @param shown whether people see what it says */
export function wrangler(
  words: string[],
  { input, shown = false }: { input?: string; shown?: boolean } = {},
): Promise<Called> {
  return new Promise((resolve, reject) => {
    const child = spawn("wrangler", words, {
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      env: { ...process.env, CI: "true" },
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        if (shown) process.stderr.write(chunk);
      });
    }
    child.stdin?.on("error", () => {}); // it has ended without reading: its code says why
    child.stdin?.end(input);
    child.on("error", () =>
      reject(new Failure("wrangler is not there: call this by npx, in the repo, after npm ci.", EXIT.usage)),
    );
    child.on("close", (code) => resolve({ code: code ?? 1, text }));
  });
}

/** What exists already, as far as it is known: `known` is false for somebody who is not logged in at Cloudflare. */
export async function existing(): Promise<{
  known: boolean;
  queues: string;
  buckets: string;
  secrets: string;
}> {
  const who = await wrangler(["whoami"]);
  if (who.code !== 0 || /not authenticated/i.test(who.text))
    return { known: false, queues: "", buckets: "", secrets: "" };
  const [queues, buckets, secrets] = await Promise.all([
    wrangler(["queues", "list"]),
    wrangler(["r2", "bucket", "list"]),
    wrangler(["secret", "list"]),
  ]);
  // A Worker that was never deployed has no secrets, and says so with an error.
  return {
    known: true,
    queues: queues.text,
    buckets: buckets.text,
    secrets: secrets.code === 0 ? secrets.text : "",
  };
}

/** Whether a list of wrangler's, a table or lines, names something. */
export const names = (list: string, name: string): boolean => list.split(/[\s│|":,[\]{}]+/).includes(name);

/** Makes something; that it is there already is as good. @throws Failure with wrangler's own words */
export async function make(words: string[], input?: string): Promise<void> {
  const { code, text } = await wrangler(words, input === undefined ? {} : { input });
  if (code !== 0 && !/already (?:exists|taken|own)/i.test(text))
    throw new Failure(`wrangler ${words.join(" ")}:\n${text.trim()}`);
}
