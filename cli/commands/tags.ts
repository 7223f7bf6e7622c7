import type { Command } from "commander";
import { slugify } from "../../src/model/slug.ts";
import { print, table } from "../output.ts";
import { newsroomFor } from "../profiles.ts";

interface Tag {
  slug: string;
  label: string;
  articles: number;
}

/** `tags list`, `rename`, `merge`. */
export function tagCommands(program: Command): void {
  const tags = program.command("tags").description("what stories are filed under");
  tags
    .command("list")
    .description("all of them")
    .action(async (_: object, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const all = await api.all<Tag>("tags", "tags");
      print(command, all, () =>
        table(
          ["slug", "label", "articles"],
          all.map((each) => [each.slug, each.label, each.articles]),
        ),
      );
    });
  tags
    .command("rename <tag> <label>")
    .description("call a tag otherwise; its old address redirects")
    .action(async (tag: string, label: string, _: object, command: Command) => {
      const changed = await newsroomFor(command.optsWithGlobals()).call<Tag>(`tags/${slugify(tag)}`, {
        ...{ method: "PATCH", json: { label } },
      });
      print(command, changed, () => `It is "${changed.label}" now, at /tags/${changed.slug}.`);
    });
  tags
    .command("merge <tag> <into>")
    .description("make a tag part of another one, which its address leads to")
    .action(async (tag: string, into: string, _: object, command: Command) => {
      const changed = await newsroomFor(command.optsWithGlobals()).call<Tag>(`tags/${slugify(tag)}`, {
        ...{ method: "PATCH", json: { into: slugify(into) } },
      });
      print(command, changed, () => `Its stories are under "${changed.label}" now.`);
    });
}
