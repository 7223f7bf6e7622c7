import { text as readAll } from "node:stream/consumers";
import { isCancel, password, text } from "@clack/prompts";
import type { Command } from "commander";
import { Api } from "../api.ts";
import { EXIT, Failure } from "../failure.ts";
import { print } from "../output.ts";
import { originOf, profilesFile, saveProfile } from "../profiles.ts";

/** `login`. */
export function loginCommand(program: Command): void {
  program
    .command("login")
    .description("keep a newsroom's address and token, readable by you alone; the token may come on stdin")
    .action(async (_: object, command: Command) => {
      const given = command.optsWithGlobals<{ url?: string; token?: string; profile?: string }>();
      const url = originOf(given.url ?? (await asked("Where is the newsroom?", "https://news.example")));
      const token = given.token ?? (await askedToken());
      const { version } = await new Api(url, token).call<{ version: string }>("status");
      const name = given.profile ?? new URL(url).host;
      saveProfile(name, { url, token });
      print(
        command,
        { profile: name, url },
        () => `Logged in to ${url} (Dateline ${version}), kept in ${profilesFile()}.`,
      );
    });
}

async function asked(message: string, placeholder: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Failure("Say where: --url.", EXIT.usage);
  const answer = await text({
    message,
    placeholder,
    validate: (value) => (value ? undefined : "It is needed."),
  });
  if (isCancel(answer)) throw new Failure("Nothing was kept.", EXIT.interrupted);
  return answer;
}

async function askedToken(): Promise<string> {
  if (!process.stdin.isTTY) return (await readAll(process.stdin)).trim();
  const answer = await password({ message: "Its token (with the scopes that you need)" });
  if (isCancel(answer)) throw new Failure("Nothing was kept.", EXIT.interrupted);
  return answer;
}
