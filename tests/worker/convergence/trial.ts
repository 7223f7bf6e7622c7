import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { app } from "../../../src/app.ts";
import type { ChangesBlock, ChangesHead } from "../../../src/model/changes.ts";
import type { ArticleDocument, ListDocument } from "../../../src/model/document.ts";
import type { Entry } from "../../../src/model/entry.ts";
import { LIMITS } from "../../../src/model/limits.ts";
import { pathOf } from "../../../src/model/page.ts";
import type { Person } from "../../../src/model/people.ts";
import { type Slug, slugify } from "../../../src/model/slug.ts";
import { topicAt } from "../../../src/model/topic.ts";
import { HOOK_EVENTS } from "../../../src/model/webhooks.ts";
import type { Ledger } from "../../../src/newsroom/ledger.ts";
import type { Newsroom } from "../../../src/newsroom/newsroom.ts";
import { saidIn, type TopicRow } from "../../../src/newsroom/push/topics.ts";
import { toChange } from "../../../src/routes/api/content.ts";
import { toInput } from "../../../src/routes/desk/story-form.ts";
import type { Stored } from "../../../src/store/documents.ts";
import { articleKey, topicKey } from "../../../src/store/keys.ts";
import { bindings, NO_CONTEXT } from "../bindings.ts";
import { writeComment } from "../comments.ts";
import { randomFrom } from "../edge/random.ts";
import { dumpKv, input, openDesk, SITE } from "../newsroom.ts";
import { expectClean } from "./clean.ts";
import { type Base, FaultyKv } from "./kv.ts";
import { type FollowedEntry, hourOfEnd, type Program, START, type Step, TAGS } from "./program.ts";

// One program on a newsroom of its own: its writes and its faults, and what must hold whenever one looks.

/** A moment to start from, ms: noon, so that days have stories before and after it. */
/** Until what was written last is looked at again, ms. */
const CHECKED_MS = 100_000;
/** What is due on the agenda in a day or later, and changes what documents say at no other time. */
const FAR =
  "'forget-deletion', 'forget-requests', 'forget-comments', 'news', 'sweep-media', 'push', 'forget-deliveries'";
/** Feeds that somebody is subscribed to. */
const TOPICS = ["/feed.json", "/tags/libya/atom.xml", "/tags/trade/rss.xml", "/comments/atom.xml"];
const EDITOR: Person = { id: "an-editor", name: "Ann", role: "editor" };
const SOURCE = { name: "Tripoli Wire", url: "https://wire.example/" };
const FEED = "https://wire.example/feed";
/** One of a few files of ours. */
const fileId = (n: number) => String(n).padStart(32, "0");
/** What the source ends each of its stories with. */
const CLOSING =
  "Tripoli Wire has reported from the harbour and its ships for thirty years, and is read in all of the city.";

/** Enough stories for some to be related, so that a change of one concerns others. */
const RELATED: Step[] = [
  "anchor",
  "ferry",
  "anchor ferry",
  "tugs",
  "anchor tugs",
  "ferry tugs",
  "wreck",
  "wreck ferry",
].map((title, i) => ({
  ...{
    do: "publish" as const,
    title: `The ${title} of the harbour`,
    authors: [],
    hour: [null, -1, -26, -50][i % 4] ?? null,
  },
  ...{ tags: [TAGS[i % TAGS.length] ?? "", "Trade"], sourced: i % 2 === 0 },
}));

/** So many stories that no list holds all of them, and comments that fill two pages of one of them. */
const CROWD: Step[] = [
  ...Array.from({ length: LIMITS.listItems - 2 }, (_, i) => ({
    ...{
      do: "publish" as const,
      title: `Of the day ${i}`,
      authors: ["Salma Idris"],
      hour: i % 9 ? -1 - i / 60 : hourOfEnd(-1 - i / 60),
    },
    ...{ tags: ["Trade"], sourced: false },
  })),
  ...Array.from({ length: 2 * LIMITS.commentsPerPage }, (): Step[] => [
    { do: "comment", which: 0, reply: false },
    { do: "decide", which: 0, status: "approved" },
  ]).flat(),
];

/** What was left in KV: by the program, and by a rebuild after it. */
export interface Outcome {
  incremental: Record<string, unknown>;
  rebuilt: Record<string, unknown>;
}

/**
 * Runs a program; on the same KV in memory the same one takes the same course.
 *
 * @param name of the Durable Object: another one for each run
 * @throws AssertionError where feeds do not agree, a document is said to be clean and is not, or
 *   something that was acknowledged is lost
 */
export async function run(name: string, { seed, crowd, groups }: Program, base: Base): Promise<Outcome> {
  const desk = await openDesk(name);
  const trial = new Trial(seed, base);
  const inside = <T>(work: () => Promise<T>): Promise<T> =>
    desk.inside(async (newsroom, { storage }) => {
      await trial.enter(newsroom, storage);
      return work();
    });
  await inside(async () => {
    for (const action of [...RELATED, ...(crowd ? CROWD : [])]) await trial.take(action);
  });
  let rest = groups;
  while (rest.length > 0) {
    const end = rest.findIndex(([action]) => action?.do === "restart");
    const part = end === -1 ? rest : rest.slice(0, end);
    await inside(() => trial.takeAll(part));
    rest = end === -1 ? [] : rest.slice(end + 1);
    if (end !== -1) await desk.restart();
  }
  const outcome = await inside(() => trial.end());
  await desk.close();
  return outcome;
}

class Trial {
  private now = START;
  private readonly articles: string[] = [];
  /** Stories that are about to be published, and that nobody takes back. */
  private readonly promised: string[] = [];
  private readonly comments: string[] = [];
  private source: string | null = null;
  private newsroom!: Newsroom;
  private sql!: SqlStorage;
  private readonly random: () => number;
  private readonly kv: FaultyKv;
  private ids = 0;

  constructor(
    seed: number,
    private readonly base: Base,
  ) {
    this.random = randomFrom(seed);
    this.kv = new FaultyKv(base, () => this.now, this.dawdle);
  }

  /** Lets others have their turn a few times, as the seed says. */
  private readonly dawdle = async (): Promise<void> => {
    for (let turns = Math.floor(this.random() * 30); turns > 0; turns--) await null;
  };

  /** A UUID whose order is the seed's. */
  private newId(): string {
    const hex = (digits: number) =>
      Math.floor(this.random() * 16 ** digits)
        .toString(16)
        .padStart(digits, "0");
    return `${hex(8)}-0000-4000-8000-${String(this.ids++).padStart(12, "0")}`;
  }

  /** Takes a newsroom that has just been started: its time, its ids, its KV and its edge. */
  async enter(newsroom: Newsroom, storage: DurableObjectStorage): Promise<void> {
    this.newsroom = newsroom;
    this.sql = storage.sql;
    newsroom.clock = () => this.now;
    newsroom.newId = () => this.newId();
    newsroom.patience = 1;
    bindings(newsroom, {
      ...{ kv: this.kv.methods, invalidate: () => this.kv.invalidate(), alarms: "none" },
      // Forms are made when a program says so.
      pictures: { send: this.dawdle },
      pushes: { sendBatch: this.dawdle },
    });
    await storage.deleteAlarm();
    if (this.ids > 0) return;
    // One that is there for the first time noted what it has to write with the time of day, and makes a secret.
    storage.sql.exec("UPDATE outbox SET since = ?1, due = ?1", START);
    storage.sql.exec("INSERT INTO note VALUES ('comment-secret', 'known')");
    // A program that is told of everything, and never answers.
    storage.sql.exec(
      "INSERT INTO webhook (id, url, events, secret, created) VALUES ('hook', 'https://hook.example/', ?, '', 0)",
      JSON.stringify(HOOK_EVENTS),
    );
    for (const path of TOPICS) {
      const topic = topicAt(path);
      if (topic) storage.sql.exec("INSERT INTO topic (url, key) VALUES (?, ?)", SITE + path, topicKey(topic));
    }
    const { id, name, role } = EDITOR;
    storage.sql.exec(
      "INSERT INTO person (id, name, role, created) VALUES (?, ?, ?, ?)",
      id,
      name,
      role,
      START,
    );
  }

  async takeAll(groups: Program["groups"]): Promise<void> {
    for (const steps of groups) {
      await Promise.all(
        steps.map(async (action) => {
          await this.dawdle();
          await this.take(action);
          await expectClean(this.ledger());
        }),
      );
    }
  }

  private ledger(): Ledger {
    return (this.newsroom as unknown as { ledger(): Ledger }).ledger();
  }

  private async pass(millis: number): Promise<void> {
    await this.kv.landBefore(this.now + millis);
    this.now += millis;
    await this.newsroom.wake();
  }

  /** Lets time pass until nothing is left to do but what is far off. */
  private async settle(): Promise<void> {
    for (let i = 0; i < 1000; i++) {
      await this.newsroom.wake();
      const { due } = this.sql
        .exec<{ due: number | null }>(
          `SELECT min(due) AS due FROM (SELECT due FROM outbox
             UNION ALL SELECT due FROM agenda WHERE reason NOT IN (${FAR}))`,
        )
        .one();
      if (due === null) return;
      this.now = Math.max(this.now, due);
    }
    throw new Error("the newsroom has always something to do");
  }

  async end(): Promise<Outcome> {
    this.kv.heal();
    for (let i = 0; i < 5; i++) await this.pass(1000);
    await this.kv.land();
    await this.settle();
    await this.pass(CHECKED_MS);
    await this.settle();
    await this.mirror();
    await this.expectAnnounced();
    await this.expectLed(true);
    for (const list of ["", "/tags/trade", "/authors/salma-idris"]) await this.walk(list, true);
    const incremental = await dumpKv(this.base);
    for (const key of Object.keys(incremental)) await this.base.delete(key);
    await this.base.put(articleKey("an-orphan"), "left over");
    this.newsroom.rebuild();
    await this.settle();
    const known = this.sql.exec<{ id: string }>(
      "SELECT id FROM article WHERE id NOT IN (SELECT article_id FROM entry)",
    );
    expect(
      known
        .toArray()
        .map(({ id }) => id)
        .sort(),
      "what was acknowledged",
    ).toEqual([...this.articles, ...this.promised].sort());
    await this.look();
    return { incremental, rebuilt: await dumpKv(this.base) };
  }

  /**
   * A former address leads in one step to what is there, or was withdrawn.
   *
   * @param isOver whether nothing is left to be written: until then what has moved may lead on
   */
  private async expectLed(isOver: boolean): Promise<void> {
    const all = (await dumpKv(this.base)) as Record<string, { metadata: Stored }>;
    for (const [key, { metadata }] of Object.entries(all)) {
      if (!key.startsWith("redirect/") || metadata.kind !== "redirect") continue;
      const [, folder = "", slug = ""] = decodeURI(metadata.to).split("/");
      const led = { articles: `article/${slug}`, tags: `list/tag:${slug}`, about: "page/about" }[folder];
      const there = led === undefined ? "document" : (all[led]?.metadata.kind ?? "nothing");
      // What nobody has filed anything under yet is what somebody has led to it.
      if (there === "redirect") expect(isOver, `${key} leads to ${metadata.to}, which leads on`).toBe(false);
      else if (folder !== "tags")
        expect(["document", "gone"], `${key} leads to ${metadata.to}`).toContain(there);
    }
  }

  /** Subscribers were told of each feed as it is. */
  private async expectAnnounced(): Promise<void> {
    for (const { key, said, ended } of this.sql.exec<TopicRow>("SELECT * FROM topic").toArray()) {
      const value = await this.base.get(key);
      if (ended === null && value) expect(said, key).toBe(saidIn(value));
    }
  }

  /**
   * Whoever goes back along a list's history finds each block, and in the end every story of the list.
   *
   * @param isOver whether nothing is left to be written
   */
  private async walk(list: string, isOver: boolean): Promise<void> {
    const reader = { ...env, DOCUMENTS: this.base as KVNamespace };
    const met = new Set<string>();
    let path: string | undefined = `${list}/feed.json`;
    for (let from = ""; path; ) {
      const response: Response = await app.fetch(new Request(SITE + path), reader, NO_CONTEXT);
      if (from === "" && response.status !== 200) return; // there is no such list
      expect(response.status, `${path}, from ${from}`).toBe(200);
      const feed = await response.json<ListDocument>();
      for (const { id } of feed.items) met.add(id);
      from = path;
      path = feed.next_url && new URL(feed.next_url).pathname;
    }
    if (!isOver) return;
    const held = Object.entries(await dumpKv(this.base)).flatMap(([key, each]) => {
      const { value } = each as { value: string };
      return key.startsWith("article/") && value ? [JSON.parse(value) as ArticleDocument] : [];
    });
    const inList = ({ tags = [], authors = [] }: ArticleDocument) =>
      // A byline of another publication has no page here.
      [...tags, ...authors.flatMap(({ name, url }) => (url?.startsWith(SITE) ? [name] : []))].some((name) =>
        list.endsWith(`/${slugify(name)}`),
      );
    const ids = held.filter((article) => list === "" || inList(article)).map(({ id }) => id);
    expect([...met].sort(), `all of ${list || "/"}`).toEqual(ids.sort());
  }

  /** Whoever has followed the changes has exactly what is public, each thing at its address. */
  private async mirror(): Promise<void> {
    const json = async <T>(key: string) => JSON.parse((await this.base.get(key)) ?? "null") as T | null;
    const { newest = 0 } = (await json<ChangesHead>("index/changes")) ?? {};
    const mirrored = new Map<string, string>();
    for (let block = 1, n = 0; n < newest; block++) {
      const { changes } = (await json<ChangesBlock>(`changes/${block}`)) ?? { changes: [] };
      expect(
        changes.map((change) => change.n),
        "changes without a gap",
      ).toEqual(changes.map((_, i) => n + i + 1));
      if (!changes.length) throw new Error(`there is no block ${block} of ${newest} changes`);
      n += changes.length;
      for (const { id, kind, url } of changes) {
        expect(kind === "published", `${id} is ${kind}`).toBe(!mirrored.has(id));
        if (kind === "withdrawn") mirrored.delete(id);
        else mirrored.set(id, new URL(url).pathname);
      }
    }
    const keys = Object.entries(await dumpKv(this.base)).flatMap(([key, held]) => {
      const [kind, slug = ""] = key.split("/");
      const isPublic = (held as { metadata: Stored }).metadata?.kind === "document";
      return isPublic && (kind === "article" || kind === "page")
        ? [pathOf({ slug: slug as Slug, page: kind === "page" ? 1 : 0 })]
        : [];
    });
    expect([...mirrored.values()].sort(), "what a mirror has").toEqual(keys.sort());
  }

  async take(action: Step): Promise<void> {
    const { newsroom, articles, comments, kv } = this;
    const chosen = (from: string[], index: number) => from[index % Math.max(1, from.length)];
    const article = "which" in action ? chosen(articles, action.which) : undefined;
    const edit = async (patch: Parameters<typeof toChange>[0]) => {
      if (article) await newsroom.edit(article, null, toChange(patch, SITE), "test", 0);
    };
    const at = (hour: number) => new Date(START + hour * 3_600_000).toISOString();
    const publish = async (fields: Parameters<typeof input>[0]) => {
      const answer = await newsroom.publish(input(fields), "test", { request: null, wait: 0 });
      if (answer.kind === "saved") articles.push(answer.article.id);
    };
    switch (action.do) {
      case "publish": {
        const { title, tags, authors, hour } = action;
        const source = action.sourced ? SOURCE : undefined;
        const published = hour === null ? undefined : at(hour);
        return publish({ title, markdown: `Text of ${title}`, tags, authors, source, published });
      }
      case "draft":
        return publish({ title: `Draft ${action.title}`, tags: action.tags, status: "draft" });
      case "schedule": {
        const published = new Date(this.now + action.seconds * 1000).toISOString();
        return publish({ title: `Later ${action.title}`, tags: action.tags, published });
      }
      case "page":
        return publish({
          ...{ title: `About ${action.title}`.trim(), markdown: "It is ours.", page: true },
          status: action.isDraft ? "draft" : "published",
        });
      case "bring": {
        const { title, tags, entry, address, isDraft, many } = action;
        const inputs = Array.from({ length: many }, (_, i) => ({
          input: input({
            ...{
              title: `Brought ${title}`,
              tags,
              entry_id: `https://old.example/?p=${entry + i}`,
              imported: 2,
            },
            ...{ addresses: [address], published: at(-50), status: isDraft ? "draft" : "published" },
          }),
          request: null,
        }));
        for (const answer of await newsroom.publishAll(inputs, "test", 0))
          if (answer.kind === "saved") articles.push(answer.article.id);
        return;
      }
      case "redirect": {
        const slug = article && newsroom.article(article)?.slug;
        const isPattern = action.from.includes(":");
        const to = isPattern ? "/articles/:slug" : (action.to ?? `/articles/${slug}`);
        await newsroom.publication().redirect([{ from: action.from, to }], "test", 0);
        return;
      }
      case "unredirect":
        await newsroom.publication().removeRedirect(action.from, "test", 0);
        return;
      case "bring comments": {
        if (!article) return;
        const brought = [0, 1].map((i) => ({
          ...{ article, entryId: `${article} ${action.from + i}`, name: "A reader", email: null },
          ...{ parent: action.answers && i ? `${article} ${action.from}` : null, official: false },
          ...{ text: "Said there.", status: "approved" as const, created: START - 3_600_000 * (3 - i) },
        }));
        for (const each of await newsroom.comments().bring(brought, 0))
          if (each.kind === "brought") comments.push(each.id);
        return;
      }
      case "edit":
        return edit({ markdown: `Now: ${action.text}` });
      case "correct":
        return edit({ corrections: [{ date: "2026-11-26", text: action.text }] });
      case "retitle":
        return edit({ title: action.title || "No name" });
      case "retag":
        return edit({ tags: action.tags });
      case "date":
        return edit({ published: at(action.hour) });
      case "credit":
        return edit({ canonical_url: action.elsewhere ? "https://elsewhere.example/a" : null });
      case "picture": {
        const media = fileId(action.file);
        newsroom.media().add({
          ...{ id: media, type: "image/png", size: 9, width: 2, height: 1, duration: null },
          ...{ name: "", alt: "", credit: "Hana" },
        });
        if (action.as === "text") return edit({ markdown: `It shows ![](media:${media})` });
        if (action.as === "file") return edit({ attachments: [{ media }] });
        return edit({ image: { media, ...(action.alt && { alt: "Here" }) } });
      }
      case "form":
        newsroom.media().made(`${fileId(action.file)}.png`, {
          ...{ forms: { "image/webp": action.widths }, colour: "#8fa0b0" },
        });
        return;
      case "caption":
        await newsroom.media().change(fileId(action.file), { alt: action.alt }, 0);
        return;
      case "discard":
        newsroom.media().remove(fileId(action.file));
        return;
      case "move":
        return edit({ slug: action.slug as Slug });
      case "republish":
        return edit({ status: "published" });
      case "rename":
        await newsroom.changeTag(action.tag as Slug, { label: action.label }, 0);
        return;
      case "front": {
        const until = action.seconds === null ? null : this.now + action.seconds * 1000;
        const ids = [article, chosen(articles, action.other)].filter((id) => id !== undefined);
        const stories = [...new Set(ids)].map((id, i) => ({ id, until: i === 0 ? until : null }));
        const sections = action.sections?.map((label) => slugify(label) as Slug);
        await newsroom.arrangeFront({ stories, sections }, "test", 0);
        return;
      }
      case "settings": {
        const { change, file } = action;
        const logo = file === null ? null : fileId(file);
        // A logo is asked for whether or not there is such a file.
        await newsroom.publication().change({ ...change, logo }, "test", 0);
        return;
      }
      case "merge":
        await newsroom.changeTag(action.tag as Slug, { into: action.into as Slug }, 0);
        return;
      case "programme": {
        const cover = fileId(action.file);
        const programme = action.title && {
          ...{ title: action.title, description: "Sound.", author: "Salma Idris", category: "News", cover },
          ...{ explicit: false, type: "episodic" as const },
        };
        newsroom.media().add({
          ...{ id: cover, type: "image/png", size: 9, width: 1400, height: 1400, duration: null },
          ...{ name: "", alt: "", credit: "" },
        });
        await newsroom.changeTag(action.tag as Slug, { programme: programme || null }, 0);
        return;
      }
      case "withdraw":
        if (article) await newsroom.withdraw(article, null, "test", 0, action.reason);
        return;
      case "insist": {
        // A client that hears nothing asks again, with the same key.
        const request = { token: "client", key: `${articles.length} ${action.title}`, fingerprint: "same" };
        const once = input({ title: `Once: ${action.title}` });
        const ask = () => newsroom.publish(once, "test", { request, wait: 0 });
        const answers = await Promise.all(Array.from({ length: action.times }, ask));
        const saved = answers.map((answer) => (answer.kind === "saved" ? answer.article.id : answer.kind));
        expect(new Set(saved).size).toBe(1);
        if (!articles.includes(saved[0] ?? "")) articles.push(saved[0] ?? "");
        return;
      }
      case "look":
        return this.look();
      case "pass":
        return this.pass(action.seconds * 1000);
      case "comment": {
        const parent = (action.reply && chosen(comments, action.which)) || null;
        const id = article && tryComment(newsroom, article, { parent });
        if (id) comments.push(id);
        return;
      }
      case "answer": {
        const id = chosen(comments.toReversed(), action.which);
        const said = { name: "Salma", text: "We have asked." };
        const outcome = id && (await newsroom.comments().answer(id, said, "operator", 0));
        if (outcome && outcome.kind === "answered") comments.push(outcome.id);
        return;
      }
      case "decide": {
        // The newest first: who decides does so on what has just come.
        const id = chosen(comments.toReversed(), action.which);
        if (id) await newsroom.comments().decide(id, null, action.status, "operator", 0);
        return;
      }
      case "close":
        if (article) await newsroom.comments().close(article, action.closed, 0);
        return;
      case "follow": {
        const outcome = await newsroom.gathering().follow(
          {
            url: FEED,
            read: {
              info: {
                id: null,
                title: SOURCE.name,
                homePage: SOURCE.url,
                language: "en",
                hub: null,
                topic: null,
              },
              wishes: { every: null, skipHours: [], skipDays: [] },
              entries: action.entries.map(toEntry),
            },
            answer: {
              ...{ at: this.now, status: 200, notBefore: null, movedTo: null },
              ...{ etag: null, lastModified: null, bodyHash: null },
            },
            wishes: {},
          },
          0,
        );
        if (outcome.kind === "saved") this.source = outcome.source.id;
        return;
      }
      case "push":
        if (this.source) newsroom.gathering().push(this.source, action.entries.map(toEntry));
        return;
      case "wish": {
        const { policy, pictures, tags } = action;
        if (this.source) await newsroom.gathering().change(this.source, { policy, pictures, tags }, 0);
        return;
      }
      case "desk": {
        const writing = newsroom.writing();
        const id = action.begins || !article ? newsroom.newId() : article;
        const open = writing.open(id, EDITOR);
        if (!open) throw new Error("an editor may write in every story");
        const { text, tags } = action;
        const content = { ...open.content, title: open.content.title || `Of ${text}`, text, tags };
        writing.save(id, open.copy?.version ?? 0, content, EDITOR);
        if (action.ending === "take in") writing.takeIn(id, EDITOR);
        if (action.ending === "take back") writing.takeBack(id, EDITOR);
        if (action.ending === "discard") await writing.act(id, { kind: "discard" }, EDITOR, !action.waits, 0);
        if (action.ending !== "publish" && action.ending !== "schedule") return;
        const saved = writing.open(id, EDITOR);
        const when = action.ending === "schedule" ? this.now + 60_000 : null;
        const input = saved && toInput(saved, when, SITE);
        if (!saved || !input || Array.isArray(input)) return;
        const act = { kind: action.ending, version: saved.copy?.version ?? 0, input };
        const done = await writing.act(id, act, EDITOR, !action.waits, 0);
        if (done.kind !== "done" || articles.includes(id)) return;
        if (!action.waits) articles.push(id);
        else if (!action.repents) this.promised.push(id);
        else writing.takeBack(id, EDITOR);
        return;
      }
      case "take": {
        const id = fileId(action.file);
        const facts = { id, type: "image/png" as const, size: 9, width: 2, height: 1, duration: null };
        const taken = {
          kept: { kind: "kept" as const, facts, etag: null, lastModified: null },
          same: { kind: "same" as const },
          failed: { kind: "failed" as const, reason: "It is away.", final: false },
        }[action.came];
        newsroom.media().take(pictureUrl(action.shows), taken);
        return;
      }
      case "unfollow":
        if (this.source) await newsroom.gathering().unfollow(this.source, action.articles, 0);
        this.source = null;
        return;
      case "fail":
        kv.failing = action.writes;
        return;
      case "hang":
        kv.hanging = true;
        return;
      case "land":
        return kv.land();
      case "restart":
        throw new Error("a newsroom cannot restart itself");
    }
  }

  /** The feeds agree with one another, and link to nothing that is not there. */
  private async look(): Promise<void> {
    await this.walk("", false);
    await this.expectLed(false);
    const reader = { ...env, DOCUMENTS: this.base as KVNamespace };
    const read = async (path: string) => {
      const response = await app.fetch(new Request(SITE + path), reader, NO_CONTEXT);
      const [hash] = (response.headers.get("etag") ?? "").split(".");
      return { hash, text: await response.text() };
    };
    const [json, rss, atom] = await Promise.all([read("/feed.json"), read("/rss.xml"), read("/atom.xml")]);
    // The newsroom goes on meanwhile, and may have written the list between two of them.
    if (json.hash !== rss.hash || json.hash !== atom.hash) return this.look();
    const feed = JSON.parse(json.text) as ListDocument;
    if (!feed.items) return; // nothing is there yet
    const ids = feed.items.map(({ id }) => id);
    const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found);
    expect(all(rss.text, /<guid isPermaLink="false">([^<]*)</g)).toEqual(ids);
    expect(all(atom.text, /<entry>.*?<id>([^<]*)</gs)).toEqual(ids);
    for (const { url } of feed.items) {
      const slug = decodeURI(new URL(url ?? "").pathname).replace("/articles/", "");
      expect(await this.base.get(articleKey(slug)), slug).not.toBeNull();
    }
  }
}

const pictureUrl = (n: number) => `https://wire.example/${n}.png`;

function toEntry({ id, title, version, tags, shows, inText }: FollowedEntry): Entry {
  const url = shows === null ? null : pictureUrl(shows);
  const seen = url && inText ? ` ![](${url})` : "";
  const { content } = input({ title: "x", markdown: `On ${title}, number ${version}.${seen}\n\n${CLOSING}` });
  return {
    ...{ id: `urn:entry:${id}`, url: `https://wire.example/${id}`, title: `Entry ${title}`, standfirst: "" },
    ...{ body: content.body, published: START - id * 3_600_000, updated: null, authors: [], tags },
    ...{ language: null, image: url && !inText ? { url, alt: "" } : null, attachments: [] },
  };
}

/** A comment's id; null where it was refused: for a closed thread, or an answer to what is not there. */
function tryComment(newsroom: Newsroom, article: string, more: { parent: string | null }): string | null {
  try {
    return writeComment(newsroom, article, `On ${article}`, more);
  } catch {
    return null; // a program of random steps asks for what cannot be, too
  }
}
