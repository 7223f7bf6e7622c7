import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, inject, it } from "vitest";
import { PNG } from "../setup/pictures.ts";
import { TOKEN } from "../setup/servers.ts";

// `npx dateline`: what everybody does with a newsroom, from a terminal and from programs.

const folder = mkdtempSync(join(tmpdir(), "dateline-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const server = inject("scratch");
const n = crypto.randomUUID().slice(0, 8);

interface Ended {
  code: number;
  out: string;
  said: string;
}

/** As it is called by somebody who has logged in to nothing, but for what is given. */
function dateline(
  words: string[],
  { env = {}, input = "" }: { env?: Record<string, string>; input?: string } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const { DATELINE_URL: _, DATELINE_TOKEN: _1, EDITOR: _2, VISUAL: _3, ...rest } = process.env;
    const given = { ...rest, XDG_CONFIG_HOME: join(folder, "config"), ...env };
    const child = execFile("npx", ["dateline", ...words], { env: given }, (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
    );
    child.stdin?.end(input);
  });
}
const json = async (...words: string[]) => JSON.parse((await dateline([...words, "--json"])).out);

it("keeps a newsroom that somebody logs in to, readable by them alone, and means it from then on", async () => {
  expect(await dateline(["login", "--url", server], { input: "wrong" })).toMatchObject({
    code: 3,
    said: expect.stringContaining("401"),
  });
  expect((await dateline(["login"], { input: TOKEN })).code).toBe(2);
  const { code, out } = await dateline(["login", "--url", server, "--profile", "here"], {
    input: `${TOKEN}\n`,
  });
  expect(code).toBe(0);
  expect(out).not.toContain(TOKEN);
  expect(statSync(join(folder, "config", "dateline", "profiles.json")).mode & 0o077).toBe(0);
  expect((await dateline(["status"])).out).toContain(server);
  expect((await json("status")).articles).toHaveProperty("published");
  expect((await dateline(["status", "--profile", "there"])).code).toBe(2);
  // The token of one newsroom goes to no other.
  const elsewhere = await dateline(["status", "--url", "http://localhost:1"], {
    env: { DATELINE_STATE: join(folder, "none") },
  });
  expect(elsewhere).toMatchObject({ code: 3, said: expect.stringContaining("There is no token") });
  const nowhere = await dateline(["status", "--url", "http://localhost:1", "--token", "x"]);
  expect(nowhere).toMatchObject({ code: 3, said: expect.stringContaining("cannot be reached") });
}, 120_000);

it("ends without a word where nobody reads on", async () => {
  const said = await new Promise<string>((resolve) =>
    // It stops reading before anything is printed.
    execFile("sh", ["-c", "npx dateline --help | true"], (_, __, errors) => resolve(errors)),
  );
  expect(said).toBe("");
});

it("publishes, lists, shows, edits and withdraws", async () => {
  const picture = join(folder, "quay.png");
  writeFileSync(picture, PNG);
  const words = [
    "publish",
    "--title",
    `From a terminal ${n}`,
    "--tag",
    `Ships ${n}`,
    "--tag",
    "C++",
    "--author",
    "Salma Idris",
  ];
  const made = await dateline([...words, "--image", picture, "--alt", "A quay", "--json"], {
    input: "It *sails*.\n",
  });
  expect(made.code, made.said).toBe(0);
  const { id, slug, url } = JSON.parse(made.out) as { id: string; slug: string; url: string };
  const shown = (await dateline(["show", slug])).out;
  expect(shown).toMatch(
    new RegExp(
      `^---\\ntitle: From a terminal ${n}\\n[\\s\\S]*- C\\+\\+[\\s\\S]*---\\n\\nIt \\*sails\\*\\.\\n$`,
    ),
  );
  expect(await json("show", url)).toMatchObject({ id, image: { alt: "A quay" }, markdown: "It *sails*.\n" });
  expect((await dateline(["list", "--limit", "100"])).out).toContain(slug);

  expect((await dateline(["edit", slug, "--standfirst", "In short."])).out).toContain("revision 2");
  const editor = join(folder, "editor.sh");
  writeFileSync(editor, '#!/bin/sh\nsed -i "s/sails/sinks/" "$1"\n');
  chmodSync(editor, 0o755);
  expect((await dateline(["edit", id], { env: { EDITOR: editor } })).out).toContain("revision 3");
  expect(await json("show", id)).toMatchObject({
    markdown: "It *sinks*.\n",
    standfirst: "In short.",
    tags: [`Ships ${n}`, "C++"],
  });
  expect((await dateline(["edit", id], { env: { EDITOR: "true" } })).out).toContain("Nothing was changed");
  const file = join(folder, "story.md");
  writeFileSync(file, "---\ntitle: Another\ncolour: blue\n---\n");
  expect(await dateline(["edit", id, file])).toMatchObject({
    code: 1,
    said: expect.stringContaining("#/colour is not a field"),
  });

  expect((await dateline(["withdraw", slug, "--reason", "Wrong."])).code).toBe(0);
  expect((await fetch(url)).status).toBe(410);
  expect((await dateline(["show", `nothing-${n}`])).code).toBe(1);
}, 120_000);

it("does what else there is to do, and says how it is called", async () => {
  await dateline(["publish", "--title", `Filed ${n}`, "--tag", `Old ${n}`, "--tag", `Other ${n}`]);
  expect((await dateline(["tags", "rename", `old-${n}`, `New ${n}`])).code).toBe(0);
  expect((await dateline(["tags", "merge", `other-${n}`, `new-${n}`])).code).toBe(0);
  expect(((await json("tags", "list")) as { slug: string }[]).map(({ slug }) => slug)).toContain(`new-${n}`);
  expect((await fetch(`${server}/tags/other-${n}`, { redirect: "manual" })).headers.get("location")).toBe(
    `/tags/new-${n}`,
  );

  const lines = join(folder, "old.tsv");
  writeFileSync(lines, `# old addresses\n/a-${n}/\t/tags\n/b-${n}  /authors\n`);
  expect((await dateline(["redirects", "add", "--file", lines])).out).toContain("2 kept");
  expect((await dateline(["redirects", "list"])).out).toContain(`/a-${n}`);
  expect((await dateline(["redirects", "remove", `/a-${n}`])).code).toBe(0);
  expect(await dateline(["redirects", "add", `/c-${n}`, "/nothing-here"])).toMatchObject({
    code: 1,
    said: expect.stringContaining("no address of ours"),
  });

  writeFileSync(join(folder, "other.png"), PNG);
  const [{ id }] = await json("media", "add", join(folder, "other.png"), "--alt", "Another");
  expect(((await json("media", "list")) as { id: string }[]).map((each) => each.id)).toContain(id);
  expect((await dateline(["sources", "list"])).code).toBe(0);
  expect((await dateline(["comments", "list"])).code).toBe(0);

  expect((await dateline(["--help"])).out).toContain("dateline import wordpress export.xml --dry-run");
  expect((await dateline(["pub"])).code).toBe(2);
  expect((await dateline(["publish", "--colour", "blue"])).code).toBe(2);
  for (const shell of ["bash", "zsh", "fish"])
    expect((await dateline(["completion", shell])).out).toContain("wordpress");
  const version = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect((await dateline(["--version"])).out.trim()).toBe(version.version);
}, 120_000);
