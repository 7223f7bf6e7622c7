import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { publication } from "../../scripts/sample.ts";
import { type Server, startServer } from "../../scripts/server.ts";
import { apiOf, type Saved } from "../setup/client.ts";
import { JPEG, PNG } from "../setup/pictures.ts";
import { freePort, TOKEN } from "../setup/servers.ts";

// `dateline pull` and `push`: a newsroom that is worked on as a folder of files.

const root = mkdtempSync(join(tmpdir(), "dateline-files-"));
const folder = join(root, "paper");
let server: Server;
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startServer({
    port: await freePort(),
    state: join(root, "state"),
    token: TOKEN,
    publication,
  });
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const brought = await fetch(`${server.url}/api/media?alt=A+quay`, { method: "POST", headers, body: PNG });
  const { id: media } = (await brought.json()) as { id: string };
  for (const article of [
    {
      ...{
        title: 'The "harbour": opens',
        slug: "harbour",
        markdown: `The *first* ship.\n\n![A quay](media:${media})`,
        tags: ["Libya", "Trade"],
      },
      ...{
        authors: ["Salma Idris"],
        standfirst: "In short.",
        image: { media },
        published: "2025-05-01T08:00:00Z",
      },
    },
    {
      title: "As HTML",
      slug: "as-html",
      html: `<p>It is <u>so</u>.</p><img src="media:${media}" alt="">`,
      language: "ar",
    },
    { title: "About", slug: "about", markdown: "It is ours.", page: true },
    { title: "A draft", slug: "a-draft", markdown: "Not yet.", status: "draft" },
    {
      title: "Of a wire",
      slug: "wired",
      markdown: "Theirs.",
      source: { name: "Wire", url: "https://wire.example/" },
    },
  ]) {
    const saved = (await (await apiOf(server.url, "POST", "articles", article)).json()) as Saved;
    ids[article.slug] = saved.id;
  }
});
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

const env = () => ({ ...process.env, DATELINE_URL: server.url, DATELINE_TOKEN: TOKEN });

function dateline(...words: string[]): Promise<{ code: number; out: string; said: string }> {
  return new Promise((resolve) => {
    execFile("npx", ["dateline", ...words], { env: env() }, (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
    );
  });
}

const article = async (slug: string) =>
  (await (await apiOf(server.url, "GET", `articles/${ids[slug]}`)).json()) as Saved & {
    markdown: string;
    title: string;
    tags: string[];
    standfirst: string;
    status: string;
  };
const edit = (slug: string, patch: object) =>
  apiOf(server.url, "PATCH", `articles/${ids[slug]}`, patch, { "If-Match": "*" });
const path = (file: string) => join(folder, file);
const read = (file: string) => readFileSync(path(file), "utf8");
const change = (file: string, from: string | RegExp, to: string) =>
  writeFileSync(path(file), read(file).replace(from, to));

function bytesOf(): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return Object.fromEntries(
    files
      .map((each) => join(each.parentPath, each.name))
      .filter((each) => !each.includes(".dateline"))
      .map((each) => [each, readFileSync(each, "base64")]),
  );
}
const revisions = async () =>
  Promise.all(Object.keys(ids).map(async (slug) => (await article(slug)).revision));

it("writes every story as a file with what it shows; there and back again changes no byte and makes no revision", async () => {
  expect((await dateline("pull", folder)).code).toBe(0);
  expect(readdirSync(path("articles")).sort()).toEqual(["a-draft.md", "as-html.html", "harbour.md"]);
  const text = read("articles/harbour.md");
  expect(text).toMatch(
    /^---\nid: [0-9a-f-]{36}\ntitle: 'The "harbour": opens'\nstandfirst: In short\.\nslug: harbour\npublished: 2025-05-01T08:00:00\.000Z\n/,
  );
  expect(text).toMatch(
    /image:\n {2}file: \.\.\/media\/\w{32}\.png\n {2}alt: A quay\n---\n\nThe \*first\* ship\.\n\n!\[A quay\]\(\.\.\/media\/\w{32}\.png\)\n$/,
  );
  expect(read("pages/about.md")).toContain("page: true");
  expect(read("articles/a-draft.md")).toContain("status: draft");
  expect(read("articles/as-html.html")).toContain("language: ar");
  const [before, all] = [bytesOf(), await revisions()];
  expect(JSON.parse((await dateline("pull", folder, "--json")).out)).toEqual({ written: [], both: [] });
  expect(JSON.parse((await dateline("push", folder, "--json")).out)).toEqual({
    done: [],
    both: [],
    refused: [],
    gone: [],
  });
  // Without what is known of it, as in a clone: what is the same stays the same.
  cpSync(folder, join(root, "clone"), { recursive: true, filter: (from) => !from.includes(".dateline") });
  const { done } = JSON.parse((await dateline("push", join(root, "clone"), "--json")).out) as {
    done: { what: string }[];
  };
  expect(done.map(({ what }) => what)).toEqual(["same", "same", "same", "same"]);
  expect(bytesOf()).toEqual(before);
  expect(await revisions()).toEqual(all);
}, 120_000);

it("sends what was changed, and only that", async () => {
  change("articles/harbour.md", "The *first* ship.", "The *second* ship.");
  change("articles/harbour.md", "standfirst: In short.\n", "");
  await edit("as-html", { tags: ["Sea"] });
  const { code, said } = await dateline("push", folder);
  expect(code, said).toBe(0);
  expect(said).toContain("articles/harbour.md: changed");
  expect(await article("harbour")).toMatchObject({ revision: 2, standfirst: "", tags: ["Libya", "Trade"] });
  expect((await article("harbour")).markdown).toMatch(
    /^The \*second\* ship\.\n\n!\[A quay\]\(media:\w{32}\)/,
  );
  expect(JSON.parse((await dateline("pull", folder, "--json")).out)).toEqual({
    written: ["articles/as-html.html"],
    both: [],
  });
  expect(read("articles/as-html.html")).toContain("tags:\n  - Sea");

  // A new file is a new story, with a picture that stands beside it.
  writeFileSync(
    path("articles/2025-06-02-a-ferry.md"),
    "---\ntitle: A ferry\n---\nIt sails: ![Ferry](ferry.jpg)\n",
  );
  expect((await dateline("push", folder)).said).toContain("ferry.jpg, which is not there");
  writeFileSync(path("articles/ferry.jpg"), JPEG);
  const before = bytesOf();
  expect((await dateline("push", folder)).said).toContain("/articles/a-ferry");
  const page = await (await fetch(`${server.url}/articles/a-ferry`)).text();
  expect(page).toMatch(/src="[^"]*\/media\/\w{32}\.jpg"/);
  await dateline("pull", folder);
  for (const [file, bytes] of Object.entries(before)) expect(readFileSync(file, "base64"), file).toBe(bytes);
  // Another picture under the same name is another picture, in all that show it.
  const shows = "---\ntitle: Another\n---\nIt is shown again: ![Ferry](ferry.jpg)\n";
  writeFileSync(path("articles/another.md"), shows);
  expect((await dateline("push", folder)).said).toContain("/articles/another");
  writeFileSync(path("articles/ferry.jpg"), PNG);
  const again = await dateline("push", folder);
  for (const file of ["a-ferry.md", "another.md"]) expect(again.said).toContain(`${file}: changed`);
}, 120_000);

it("brings together what both have changed where that does not overlap, and else keeps both and says so", async () => {
  await edit("harbour", { tags: ["Libya"] });
  change("articles/harbour.md", /title: .*/, "title: The harbour is open");
  expect((await dateline("push", folder)).code).toBe(0);
  expect(await article("harbour")).toMatchObject({ title: "The harbour is open", tags: ["Libya"] });

  await dateline("pull", folder);
  await edit("harbour", { title: "Theirs" });
  change("articles/harbour.md", /title: .*/, "title: Ours");
  for (const command of ["push", "pull"]) {
    const { code, said } = await dateline(command, folder);
    expect([code, said.includes("both have changed it") || command === "pull"]).toEqual([
      command === "pull" ? 0 : 4,
      true,
    ]);
  }
  expect((await article("harbour")).title).toBe("Theirs");
  expect(read("articles/harbour.md")).toContain("title: Ours");
  expect(read("articles/harbour.theirs.md")).toContain("title: Theirs");
  // It was looked at, and taken away.
  rmSync(path("articles/harbour.theirs.md"));
  expect((await dateline("push", folder)).code).toBe(0);
  expect((await article("harbour")).title).toBe("Ours");

  await edit("harbour", { title: "Theirs again" });
  change("articles/harbour.md", /title: .*/, "title: Ours again");
  const pulled = await dateline("pull", folder);
  expect(pulled).toMatchObject({ code: 4, said: expect.stringContaining("both have changed it") });
  expect((await dateline("push", folder, "--ours")).code).toBe(0);
  expect((await article("harbour")).title).toBe("Ours again");
}, 120_000);

it("refuses what leads out of the folder, names what the newsroom refuses, and withdraws only when told to", async () => {
  writeFileSync(join(root, "secret.png"), PNG);
  writeFileSync(path("articles/climbs.md"), "---\ntitle: Climbs\n---\n![x](../../secret.png)\n");
  writeFileSync(path("articles/odd.md"), "---\ntitle: Odd\ncolour: blue\n---\nText.\n");
  writeFileSync(path("articles/bomb.md"), "---\na: &a [x, x]\ntitle: [*a, *a]\n---\nText.\n");
  const { code, said } = await dateline("push", folder);
  expect(code).toBe(4);
  expect(said).toContain("climbs.md: It shows ../secret.png, which is outside of the folder.");
  expect(said).toContain("#/colour is not a field");
  expect(said).toContain("bomb.md");
  for (const file of ["climbs", "odd", "bomb"]) rmSync(path(`articles/${file}.md`));

  rmSync(path("articles/as-html.html"));
  expect((await dateline("push", folder)).said).toContain("1 files are gone");
  expect((await article("as-html")).status).toBe("published");
  await dateline("push", folder, "--withdraw");
  expect((await article("as-html")).status).toBe("withdrawn");
}, 120_000);

it("goes on while somebody writes, until they end it", async () => {
  const child = spawn("node_modules/.bin/node", ["cli/main.ts", "push", folder, "--watch"], {
    env: env(),
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await new Promise((resolve) => setTimeout(resolve, 2000));
  change("pages/about.md", "It is ours.", "It is everybody's.");
  await expect
    .poll(async () => (await article("about")).markdown, { timeout: 30_000 })
    .toBe("It is everybody's.\n");
  change("pages/about.md", "everybody's", "yours");
  await expect
    .poll(async () => (await article("about")).markdown, { timeout: 30_000 })
    .toBe("It is yours.\n");
  child.kill("SIGINT");
  expect(await ended).toBe(0);
  expect(existsSync(path(".dateline/state.json"))).toBe(true);
}, 90_000);
