import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import type { Article, ArticleSummary } from "../../src/routes/api/schemas.ts";
import type { Api } from "../api.ts";
import { articleOf } from "../article.ts";
import { EXIT, Failure } from "../failure.ts";
import { forPrograms, print, table } from "../output.ts";
import { newsroomFor } from "../profiles.ts";
import { type Fields, readStory, writeStory } from "../story.ts";
import { bringFile } from "../upload.ts";

type Summary = typeof ArticleSummary._output;
type View = typeof Article._output;

interface Options {
  title?: string;
  tag?: string[];
  author?: string[];
  standfirst?: string;
  slug?: string;
  published?: string;
  image?: string;
  alt?: string;
}

const many = (value: string, before: string[] = []) => [...before, value];

const withFields = (command: Command): Command =>
  command
    .option("--title <text>")
    .option("--tag <label>", "may be said several times", many)
    .option("--author <name>", "may be said several times", many)
    .option("--standfirst <text>")
    .option("--slug <slug>")
    .option("--published <date>", "RFC 3339; in the future: it is scheduled")
    .option("--image <file>", "a picture, which is brought first")
    .option("--alt <text>", "what it shows");

/** `publish`, `edit`, `withdraw`, `list`, `show`. */
export function articleCommands(program: Command): void {
  withFields(program.command("publish [file]"))
    .description("publish a story: Markdown, with its fields as front matter; without a file, from stdin")
    .option("--draft", "keep it unpublished")
    .addHelpText(
      "after",
      '\nExample:\n  echo "It is open." | dateline publish --title "The harbour" --tag Libya',
    )
    .action(async (file: string | undefined, options: Options & { draft?: boolean }, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const text = file
        ? readFileSync(file, "utf8")
        : process.stdin.isTTY
          ? ""
          : await readAll(process.stdin);
      const fields = { ...readStory(text, file ?? "stdin"), ...(await fieldsOf(api, options)) };
      const article = await api.call<Summary>("articles", {
        json: { ...fields, ...(options.draft && { status: "draft" }) },
        headers: { "Idempotency-Key": crypto.randomUUID() },
      });
      print(command, article, () => `${article.url} (${article.status})`);
    });

  withFields(program.command("edit <story> [file]"))
    .description("change a story, named by its id, slug or address; with neither file nor option, in $EDITOR")
    .action(async (which: string, file: string | undefined, options: Options, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const before = await articleOf(api, which);
      const given = await fieldsOf(api, options);
      const isSaid = file !== undefined || Object.keys(given).length > 0;
      const read = file ? readStory(readFileSync(file, "utf8"), file) : isSaid ? {} : inEditor(before);
      if (!read) {
        print(command, before, () => "Nothing was changed.");
        return;
      }
      const article = await api.call<Summary>(`articles/${before.id}`, {
        ...{ method: "PATCH", json: { ...read, ...given } },
        headers: { "If-Match": `"r${before.revision}"` },
      });
      print(command, article, () => `${article.url} (revision ${article.revision})`);
    });

  program
    .command("withdraw <story>")
    .description("withdraw a story: readers are told that it is gone")
    .option("--reason <text>", "what readers are told", "")
    .action(async (which: string, { reason }: { reason: string }, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const { id, url } = await articleOf(api, which);
      await api.call(`articles/${id}?${new URLSearchParams({ reason })}`, { method: "DELETE" });
      print(command, { id, url, status: "withdrawn" }, () => `${url} is withdrawn.`);
    });

  program
    .command("list")
    .description("list stories, the newest first")
    .option("--status <status>", "draft, scheduled, published or withdrawn")
    .option("--limit <number>", "how many; 0 for all", "50")
    .action(async ({ status, limit }: { status?: string; limit: string }, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const most = Number(limit) || Number.POSITIVE_INFINITY;
      const articles: Summary[] = [];
      for await (const article of api.list<Summary>("articles", "articles", status ? { status } : {})) {
        articles.push(article);
        if (articles.length >= most) break;
      }
      const shown = articles.slice(0, most);
      print(command, shown, () =>
        table(
          ["published", "status", "slug", "title"],
          shown.map((each) => [each.published.slice(0, 16), each.status, each.slug, each.title]),
        ),
      );
    });

  program
    .command("show <story>")
    .description("print a story as it was written, as a file that `edit` and `publish` take")
    .action(async (which: string, _: object, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const article = await articleOf(api, which);
      if (forPrograms(command)) print(command, article, () => "");
      else process.stdout.write(fileOf(article));
    });
}

async function fieldsOf(api: Api, options: Options): Promise<Fields> {
  const { title, tag, author, standfirst, slug, published, image, alt } = options;
  if (alt !== undefined && !image) throw new Failure("--alt is said of a picture: --image.", EXIT.usage);
  const media = image && (await bringFile(api, image, { name: basename(image), alt: alt ?? "" })).id;
  return {
    ...(title !== undefined && { title }),
    ...(tag && { tags: tag }),
    ...(author && { authors: author }),
    ...(standfirst !== undefined && { standfirst }),
    ...(slug !== undefined && { slug }),
    ...(published !== undefined && { published }),
    // A file that is here already keeps what was said of it: what it shows here is said here.
    ...(media && { image: { media, ...(alt && { alt }) } }),
  };
}

/** A story as a file: what is as it would be by itself is left out. */
function fileOf(article: View): string {
  const { title, standfirst, slug, tags, authors, language, published, canonical_url, page } = article;
  const fields = { title, standfirst, slug, tags, authors, language, published, canonical_url, page };
  const said = Object.entries(fields).filter(
    ([, value]) => value && !(Array.isArray(value) && value.length === 0),
  );
  return writeStory(Object.fromEntries(said), article.markdown ?? article.html);
}

/** What somebody makes of a story in their editor; null where they leave it as it is. */
function inEditor(article: View): Fields | null {
  const editor = process.env.VISUAL || process.env.EDITOR;
  if (!editor) throw new Failure("Say what to change, or set EDITOR.", EXIT.usage);
  const folder = mkdtempSync(join(tmpdir(), "dateline-"));
  const file = join(folder, `${article.slug}.md`);
  const before = fileOf(article);
  writeFileSync(file, before, { mode: 0o600 });
  const { status } = spawnSync(`${editor} "$DATELINE_FILE"`, {
    ...{ stdio: "inherit", shell: true, env: { ...process.env, DATELINE_FILE: file } },
  });
  if (status !== 0) throw new Failure(`The editor ended with ${status}; what you wrote is in ${file}.`);
  const after = readFileSync(file, "utf8");
  rmSync(folder, { recursive: true });
  if (after === before) return null;
  const [{ page: _, markdown, ...fields }, { markdown: was }] = [
    readStory(after, file),
    readStory(before, file),
  ];
  // A body that came as HTML stays HTML.
  if (markdown === was) return fields;
  return { ...fields, ...(article.markdown === null ? { html: markdown } : { markdown }) };
}
