import { beforeAll, describe, expect, inject, it } from "vitest";
import { anybody, api, publish } from "../setup/client.ts";
import { TOKEN } from "../setup/servers.ts";

// What each role may do at the desk, row by row over HTTP; and what is refused whoever asks.

const scratch = inject("scratch");

interface Somebody {
  id: string;
  cookie: string;
}

function ask(
  method: string,
  path: string,
  cookie: string,
  form?: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(scratch + path, {
    ...{ method, redirect: "manual" },
    headers: { Cookie: cookie, Origin: scratch, "CF-Connecting-IP": anybody(), ...headers },
    ...(form && { body: new URLSearchParams(form) }),
  });
}

async function somebody(role: string): Promise<Somebody> {
  const { id, link } = await (await api("POST", "people", { name: `A ${role}`, role })).json();
  const key = link.split("/").at(-1);
  const entered = await ask("POST", "/desk/enter", "", { key });
  expect(entered.status).toBe(303);
  const set = entered.headers.get("set-cookie") ?? "";
  expect(set).toMatch(/^desk=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
  return { id, cookie: set.split(";")[0] ?? "" };
}

/** Does something with a story, and does not wait until it cannot be taken back. */
async function act(path: string, cookie: string, fields: Record<string, string>): Promise<Response> {
  const held = await ask("POST", path, cookie, fields);
  return held.status === 303 ? ask("POST", path, cookie, { do: "hurry" }) : held;
}

/** A story that somebody has begun; its path. */
async function begun(cookie: string): Promise<string> {
  const path = `/desk/stories/${crypto.randomUUID()}`;
  await ask("POST", path, cookie, {
    title: `Begun ${crypto.randomUUID().slice(0, 6)}`,
    text: "It sails.",
    version: "0",
    do: "save",
  });
  return path;
}

const ROLES = ["owner", "editor", "author", "contributor", "moderator"] as const;
type Role = (typeof ROLES)[number];
const OPERATIONS: Record<string, { may: Role[]; try: (who: Somebody) => Promise<Response> }> = {
  write: {
    may: ["owner", "editor", "author", "contributor"],
    try: async ({ cookie }) => ask("GET", await begun(cookie), cookie),
  },
  "publish one's own": {
    may: ["owner", "editor", "author"],
    try: async ({ cookie }) => {
      const path = await begun(cookie);
      const published = await act(path, cookie, {
        title: "Out",
        text: "It sails.",
        version: "1",
        do: "publish",
      });
      return published.headers.get("location")?.endsWith("?done=publish")
        ? ask("GET", path, cookie)
        : published;
    },
  },
  "write in another's": {
    may: ["owner", "editor"],
    try: async (who) => {
      const other = who === people.author ? people.contributor : people.author;
      return ask("GET", await begun(other.cookie), who.cookie);
    },
  },
  "withdraw another's": {
    may: ["owner", "editor"],
    try: async ({ cookie }) => {
      const story = await publish({ title: "Another's", markdown: "It sails." });
      return ask("POST", `/desk/stories/${story.id}`, cookie, {
        title: "Another's",
        text: "It sails.",
        do: "withdraw",
      });
    },
  },
  moderate: {
    may: ["owner", "editor", "moderator"],
    try: ({ cookie }) => ask("GET", "/desk/comments", cookie),
  },
  "see what was done": {
    may: ["owner", "editor"],
    try: ({ cookie }) => ask("GET", "/desk/activity.csv", cookie),
  },
  "follow sources": {
    may: ["owner", "editor"],
    try: ({ cookie }) => ask("GET", "/desk/sources", cookie),
  },
  "put tags in order": {
    may: ["owner", "editor"],
    try: ({ cookie }) => ask("GET", "/desk/tags", cookie),
  },
  "keep pictures": {
    may: ["owner", "editor", "author", "contributor"],
    try: ({ cookie }) => ask("GET", "/desk/files", cookie),
  },
  "write a page": {
    may: ["owner", "editor"],
    try: async ({ cookie }) => {
      const form = { title: "A page", text: "It is ours.", page: "1", version: "0", do: "save" };
      const saved = await ask("POST", `/desk/stories/${crypto.randomUUID()}`, cookie, form);
      return saved.status === 403 ? saved : ask("GET", "/desk/stories/new?page", cookie);
    },
  },
  "say what the publication is called": {
    may: ["owner"],
    try: ({ cookie }) => ask("GET", "/desk/settings", cookie),
  },
  "invite people": {
    may: ["owner"],
    try: ({ cookie }) => ask("POST", "/desk/people", cookie, { name: "B", role: "author" }),
  },
};
const people = {} as Record<Role, Somebody>;

describe("a role", () => {
  beforeAll(async () => {
    for (const role of ROLES) people[role] = await somebody(role);
  });

  const rows = Object.entries(OPERATIONS).flatMap(([name, { may }]) =>
    ROLES.map((role) => [role, may.includes(role) ? "may" : "may not", name] as const),
  );
  it.each(rows)("%s %s %s", async (role, may, name) => {
    const response = await OPERATIONS[name]?.try(people[role]);
    if (may === "may") expect([200, 303]).toContain(response?.status);
    else expect([403, 404]).toContain(response?.status);
  });
});

describe("the desk", () => {
  it("refuses what another site's page sends, and what no page does", async () => {
    const { cookie } = await somebody("owner");
    const form = { name: "B", role: "owner" };
    const elsewhere: Record<string, string>[] = [
      { Origin: "https://elsewhere.example" },
      { Origin: "null" },
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
    ];
    for (const headers of elsewhere)
      expect((await ask("POST", "/desk/people", cookie, form, headers)).status).toBe(403);
    const bare = await fetch(`${scratch}/desk/people`, {
      ...{ method: "POST", headers: { Cookie: cookie, "CF-Connecting-IP": anybody() } },
      body: new URLSearchParams(form),
    });
    expect(bare.status).toBe(403);
  });

  it("is kept by nobody, found by nobody, and runs nothing but its own", async () => {
    const { cookie } = await somebody("editor");
    for (const path of ["/desk", "/desk/sign-in", "/desk/activity", await begun(cookie)]) {
      const { headers, status } = await ask("GET", path, cookie);
      expect([path, status, headers.get("cache-control")]).toEqual([path, 200, "no-store"]);
      expect(headers.get("x-robots-tag")).toBe("noindex");
      expect(headers.get("content-security-policy")).toContain("script-src 'self';");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    }
  });

  it.each([
    ["no session", ""],
    ["one that nobody knows", `desk=${"0".repeat(64)}`],
    ["no secret at all", "desk=../../x"],
  ])("leads whoever has %s to where they sign in", async (_, cookie) => {
    const response = await ask("GET", "/desk", cookie);
    expect([response.status, response.headers.get("location")]).toEqual([303, "/desk/sign-in"]);
    const script = await ask("PUT", `/desk/stories/${crypto.randomUUID()}/copy`, cookie, undefined, {
      Accept: "application/json",
    });
    expect(script.status).toBe(401);
  });

  it("lets nobody in with a passkey that signs what was not asked, or was asked before", async () => {
    const clientDataJSON = Buffer.from(
      JSON.stringify({ type: "webauthn.get", challenge: "AAAA", origin: scratch }),
    ).toString("base64url");
    const body = JSON.stringify({
      id: "x",
      rawId: "x",
      type: "public-key",
      response: { clientDataJSON, authenticatorData: "", signature: "" },
    });
    for (const sent of [body, "{}", "null", "not JSON"]) {
      const response = await fetch(`${scratch}/desk/sign-in/passkey`, {
        ...{ method: "POST", body: sent },
        headers: { Origin: scratch, "CF-Connecting-IP": anybody() },
      });
      expect(response.status).toBe(403);
    }
  });

  it("counts attempts to get in", async () => {
    const visitor = { "CF-Connecting-IP": anybody() };
    const statuses: number[] = [];
    for (let i = 0; i < 25; i++)
      statuses.push((await ask("POST", "/desk/enter", "", { key: "0" }, visitor)).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([410, 429]);
    const refused = await ask("GET", "/desk/sign-in", "", undefined, visitor);
    expect(refused.headers.get("retry-after")).toBe("60");
  });

  it("tells who did what, at the desk as by the API", async () => {
    const { cookie, id } = await somebody("editor");
    const path = await begun(cookie);
    const title = `Told ${crypto.randomUUID().slice(0, 6)}`;
    await act(path, cookie, { title, text: "It sails.", version: "1", do: "publish" });
    const story = await publish({ title: `${title} by a program`, markdown: "It sails." });
    await api("DELETE", `articles/${story.id}`);
    const all = await (await ask("GET", "/desk/activity.csv", cookie)).text();
    expect(all).toContain(`"A editor","published","${title}"`);
    expect(all).toContain(`"operator","withdrawn","${title} by a program"`);
    const own = await (await ask("GET", `/desk/activity.csv?who=${id}`, cookie)).text();
    expect(own).not.toContain("operator");
    const of = await (
      await ask("GET", `/desk/activity.csv?article=${story.id}&kind=withdrawn`, cookie)
    ).text();
    expect(of.trim().split("\r\n").slice(1)).toEqual([expect.stringContaining('"operator","withdrawn"')]);
  });

  it("keeps whose a picture is, and which episode a story is", async () => {
    const { cookie } = await somebody("editor");
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="6"><desc>${crypto.randomUUID()}</desc></svg>`;
    const kept = await fetch(`${scratch}/api/media?alt=A+ship`, {
      ...{ method: "POST", body: svg, headers: { Authorization: `Bearer ${TOKEN}` } },
    });
    const { id: image } = await kept.json();
    const path = await begun(cookie);
    const form = {
      title: "Heard here",
      text: "It sails.",
      image,
      credit: "Hana Omar",
      episode: "12",
      season: "3",
    };
    await act(path, cookie, { ...form, version: "1", do: "publish" });
    const story = async () => (await api("GET", `articles/${path.split("/").at(-1)}`)).json();
    expect(await story()).toMatchObject({
      ...{ image: { media: image, credit: "Hana Omar" }, episode: { number: 12, season: 3 } },
    });
    const page = await (await ask("GET", path, cookie)).text();
    for (const value of ["Hana Omar", "12", "3"]) expect(page).toContain(`value="${value}"`);
    // Another's picture is not an author's to sign.
    const author = (await somebody("author")).cookie;
    const other = await begun(author);
    await ask("POST", other, author, { ...form, credit: "Nobody", version: "1", do: "save" });
    expect(await story()).toMatchObject({ image: { credit: "Hana Omar" } });
    const wrong = await ask("POST", path, cookie, { ...form, episode: "x", version: "0", do: "publish" });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining("<li>Episode: ")]);
  });

  it("puts no tag into the line of sections that there is not", async () => {
    const { cookie } = await somebody("editor");
    const refused = await ask("POST", "/desk/front/sections", cookie, { sections: "No such tag at all" });
    expect([refused.status, await refused.text()]).toEqual([
      ...[422, expect.stringContaining("No story has the tag “No such tag at all” yet")],
    ]);
  });

  it("publishes what is scheduled at once, when somebody wishes so", async () => {
    const { cookie } = await somebody("author");
    const path = await begun(cookie);
    const fields = { title: `Soon ${crypto.randomUUID().slice(0, 6)}`, text: "It sails." };
    const at = `${new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)}T07:00`;
    await act(path, cookie, { ...fields, version: "1", do: "schedule", at });
    const id = path.split("/").at(-1);
    const story = async () => (await api("GET", `articles/${id}`)).json();
    expect(await story()).toMatchObject({
      status: "scheduled",
      published: expect.stringContaining(at.slice(0, 10)),
    });
    const { slug, url } = await story();
    await act(path, cookie, { ...fields, slug, version: "0", do: "publish" });
    expect(await story()).toMatchObject({ status: "published" });
    expect((await fetch(url)).status).toBe(200);
  });

  it("refuses more text than it can keep, and gives it back", async () => {
    const { cookie } = await somebody("author");
    const path = await begun(cookie);
    const long = await ask("POST", path, cookie, {
      title: "Long",
      text: "a".repeat(1_600_000),
      version: "1",
      do: "save",
    });
    expect(long.status).toBe(413);
    expect((await long.text()).length).toBeGreaterThan(1_600_000);
    const body = JSON.stringify({ version: 1, content: { title: "a".repeat(1_048_577) } });
    const headers = { Cookie: cookie, Origin: scratch, "CF-Connecting-IP": anybody() };
    expect((await fetch(`${scratch}${path}/copy`, { method: "PUT", headers, body })).status).toBe(422);
  });

  it("says why a story cannot be published, and loses nothing of it", async () => {
    const { cookie } = await somebody("author");
    const path = await begun(cookie);
    const faulty = {
      title: "",
      text: "",
      tags: "C++, C+",
      language: "xx-not-a-language",
      canonicalUrl: "ftp://a",
      slug: "A B",
    };
    const refused = await ask("POST", path, cookie, { ...faulty, version: "1", do: "publish" });
    expect(refused.status).toBe(422);
    const page = await refused.text();
    for (const field of ["Language", "Original at another address", "Address"])
      expect(page).toContain(`<li>${field}: `);
    const again = await (await ask("GET", path, cookie)).text();
    expect(again).toContain('value="xx-not-a-language"');
    // What somebody saw that is not there any more gives way to nothing.
    const other = await begun(cookie);
    const blind = await ask("POST", other, cookie, { title: "Two", text: "x", version: "99", do: "publish" });
    expect([blind.status, await blind.text()]).toEqual([409, expect.stringContaining("It sails.")]);
  });

  it("gives a token to somebody's program, which never does more than their role does", async () => {
    const { id, cookie } = await somebody("editor");
    const form = new URLSearchParams([
      ...[
        ["name", "My script"],
        ["scope", "write"],
        ["scope", "admin"],
      ],
    ]);
    const made = await fetch(`${scratch}/desk/account/tokens`, {
      ...{ method: "POST", body: form },
      headers: { Cookie: cookie, Origin: scratch, "CF-Connecting-IP": anybody() },
    });
    const page = await made.text();
    const [, token = ""] = /value="(dl_[0-9a-f]{64})"/.exec(page) ?? [];
    const by = (method: string, path: string, body?: unknown) =>
      api(method, path, body, { Authorization: `Bearer ${token}` });
    const title = `By a script ${crypto.randomUUID().slice(0, 6)}`;
    expect((await by("POST", "articles", { title })).status).toBe(201);
    expect((await by("GET", "tokens")).status).toBe(403);
    const own = await (await ask("GET", `/desk/activity.csv?who=${id}`, cookie)).text();
    expect(own).toContain(`"A editor","published","${title}"`);
    expect(own).toContain(`"token-made","My script"`);
    const { tokens } = await (await api("GET", "tokens")).json();
    expect(tokens.find((each: { name: string }) => each.name === "My script")).toMatchObject({
      ...{ scopes: ["write"], person: "A editor" },
    });
    await api("PATCH", `people/${id}`, { role: "contributor" });
    expect((await by("POST", "articles", { title })).status).toBe(403);
    expect(await (await ask("GET", "/desk/account", cookie)).text()).not.toContain("Make a token");
    await api("PATCH", `people/${id}`, { role: "editor" });
    expect((await by("POST", "articles", { title })).status).toBe(201);
    const account = await (await ask("GET", "/desk/account", cookie)).text();
    const [, revoke = ""] = /action="(\/desk\/account\/tokens\/[^"]+)"/.exec(account) ?? [];
    const { cookie: other } = await somebody("owner");
    await ask("POST", revoke, other, {});
    expect((await by("POST", "articles", { title })).status).toBe(201);
    await ask("POST", revoke, cookie, {});
    expect((await by("POST", "articles", { title })).status).toBe(401);
  });

  it("does nothing that somebody takes back in time, and does by itself what nobody does", async () => {
    const { cookie } = await somebody("author");
    const [kept, meant] = [await begun(cookie), await begun(cookie)];
    const status = async (path: string) => (await api("GET", `articles/${path.split("/").at(-1)}`)).status;
    const fields = { title: "Out", text: "It sails.", version: "1", do: "publish" };
    for (const path of [kept, meant]) await ask("POST", path, cookie, fields);
    expect(await (await ask("GET", kept, cookie)).text()).toContain("about to be published");
    expect([await status(kept), await status(meant)]).toEqual([404, 404]);
    expect(await (await ask("GET", "/desk", cookie)).text()).toContain("It is about to be published.");
    await ask("POST", kept, cookie, { do: "take-back" });
    const page = await (await ask("GET", kept, cookie)).text();
    expect(page).not.toContain("about to be published");
    expect(page).toContain("It sails.");
    await expect.poll(() => status(meant), { timeout: 30_000 }).toBe(200);
    expect(await status(kept)).toBe(404);
  });

  it("a published story whose change is taken back stays as it is, and so does one that is not withdrawn after all", async () => {
    const { cookie } = await somebody("editor");
    const { id, url } = await publish({ title: "Stays", markdown: "It stays." });
    const path = `/desk/stories/${id}`;
    const fields = { title: "Stays", text: "It goes.", version: "0" };
    await ask("POST", path, cookie, { ...fields, do: "publish" });
    await ask("POST", path, cookie, { do: "take-back" });
    await ask("POST", path, cookie, { do: "withdraw", reason: "No." });
    await ask("POST", path, cookie, { do: "take-back" });
    expect(await (await fetch(url)).text()).toContain("It stays.");
    expect(await (await ask("GET", path, cookie)).text()).toContain("It goes.");
    // What cannot be done any more is told, and nothing of it is lost.
    await ask("POST", path, cookie, { ...fields, version: "1", do: "publish" });
    await api("PATCH", `articles/${id}`, { markdown: "It stays, by a program." }, { "If-Match": "*" });
    await ask("POST", path, cookie, { do: "hurry" });
    const told = await (await ask("GET", path, cookie)).text();
    expect(told).toContain("another version was published meanwhile");
    expect(told).toContain("It goes.");
    await ask("POST", path, cookie, { ...fields, version: "1", do: "take-in" });
    // What is held is what was meant: what is written meanwhile stays a draft.
    await ask("POST", path, cookie, { ...fields, version: "1", do: "publish" });
    await ask("POST", path, cookie, { ...fields, text: "It goes on.", version: "1", do: "save" });
    await ask("POST", path, cookie, { do: "hurry" });
    expect(await (await fetch(url)).text()).toContain("It goes.");
    const after = await (await ask("GET", path, cookie)).text();
    expect(after).toContain("It goes on.");
    expect(after).not.toContain("Somebody has published another version");
  });

  it("gives a link to who has no account, whose secret no server's log has, until it is taken back", async () => {
    const { cookie } = await somebody("author");
    const path = await begun(cookie);
    const page = await (await ask("POST", `${path}/preview/links`, cookie, {})).text();
    const [, link = "", secret = ""] =
      /value="([^"#]*\/desk\/preview\/[^"#]*)#([0-9a-f]{64})"/.exec(page) ?? [];
    const at = new URL(link).pathname;
    const first = await ask("GET", at, "");
    expect([first.status, await first.text()]).toEqual([200, expect.not.stringContaining("It sails.")]);
    const wrong = await ask("POST", at, "", { secret: secret.replace(/^./, (c) => (c === "0" ? "1" : "0")) });
    const wrongCookie = wrong.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect((await ask("GET", at, wrongCookie)).status).toBe(410);
    const given = await ask("POST", at, "", { secret: `${link}#${secret}` });
    const set = given.headers.get("set-cookie") ?? "";
    expect(set).toMatch(new RegExp(`; Path=${at}; HttpOnly; SameSite=Lax; Max-Age=\\d+$`));
    const key = set.split(";")[0] ?? "";
    const read = await ask("GET", at, key);
    expect([read.status, read.headers.get("cache-control"), read.headers.get("x-robots-tag")]).toEqual([
      ...[200, expect.stringContaining("no-store"), "noindex"],
    ]);
    expect(await read.text()).toContain("It sails.");
    const overview = await (await ask("GET", `${path}/preview`, cookie)).text();
    expect(overview).not.toContain(secret);
    const [, end = ""] = new RegExp(`action="(${path}/preview/links/[^"]+)"`).exec(overview) ?? [];
    const { cookie: other } = await somebody("author");
    await ask("POST", end, other, {});
    expect((await ask("GET", at, key)).status).toBe(200);
    await ask("POST", end, cookie, {});
    expect((await ask("GET", at, key)).status).toBe(410);
  });
});
