import type { Command } from "commander";
import { EXIT, Failure } from "../failure.ts";
import { print, table } from "../output.ts";
import { newsroomFor } from "../profiles.ts";

interface Comment {
  id: string;
  status: string;
  name: string;
  text: string;
  revision: number;
  created: string;
}

const DECISIONS: Record<string, string> = { approve: "approved", reject: "rejected", spam: "spam" };

/** `comments list`, `approve`, `reject`, `spam`. */
export function commentCommands(program: Command): void {
  const comments = program.command("comments").description("what readers say");
  comments
    .command("list")
    .description("the newest, first those that wait")
    .option("--status <status>", "pending, approved, rejected, spam or withdrawn", "pending")
    .action(async ({ status }: { status: string }, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const { comments: all } = await api.call<{ comments: Comment[] }>(
        `comments?${new URLSearchParams({ status })}`,
      );
      print(command, all, () =>
        table(
          ["id", "written", "by", "text"],
          all.map((each) => [each.id, each.created.slice(0, 16), each.name, each.text.slice(0, 80)]),
        ),
      );
    });
  for (const [decision, status] of Object.entries(DECISIONS)) {
    comments
      .command(`${decision} <ids...>`)
      .description(decision === "spam" ? "take them for spam" : `${decision} them`)
      .action(async (ids: string[], _: object, command: Command) => {
        const api = newsroomFor(command.optsWithGlobals());
        if (ids.some((id) => !/^[\w-]+$/.test(id)))
          throw new Failure("An id has letters and digits.", EXIT.usage);
        for (const id of ids) {
          // It is decided on as it is listed now: its writer may change it for ten minutes.
          const { revision } = await api.call<Comment>(`comments/${id}`);
          await api.call(`comments/${id}`, {
            ...{ method: "PATCH", json: { status }, headers: { "If-Match": `"r${revision}"` } },
          });
        }
        print(command, { [status]: ids }, () => `${ids.length} ${status}.`);
      });
  }
}
