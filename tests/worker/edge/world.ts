import { endsBlock } from "../../../src/model/archive.ts";
import { toChange } from "../../../src/routes/api/content.ts";
import { bindings } from "../bindings.ts";
import { input, openDesk, SITE } from "../newsroom.ts";
import type { Cache } from "./cache.ts";
import { CentralKv } from "./kv.ts";
import { Edge, LOCATIONS } from "./locations.ts";
import { randomFrom } from "./random.ts";

// The real newsroom and the real Worker in a modelled world: locations with replicas of KV, two tiers of
// cache, browsers, and people who write and read. One seed, one course of events.

export interface Conditions {
  seed: number;
  /** How long people write, seconds. */
  seconds: number;
  /** Changes a minute. */
  changes: number;
  /** How far KV may lag behind what is documented, ms. */
  lag: number;
  /** The share of calls to the edge, and of reads of KV, that fail. */
  failing: number;
}

export type Kind = "published" | "published after a draft" | "edited" | "withdrawn";

export interface Course {
  /** For each change and location: how long after the acknowledgement somebody still got the old state, s. */
  stale: Record<Kind, number[]>;
  /** What a list linked to that was not there. */
  deadLinks: string[];
  /** Calls to the edge beyond what the platform allows. */
  refused: number;
  reads: number;
  /** How often the Worker ran for them. */
  runs: number;
}

const START = Date.UTC(2025, 6, 1);
const LISTS = ["/", "/rss.xml", "/tags/trade", "/tags/trade/atom.xml"];
/** How long people read before the first change, and after the last one, s. */
const BEFOREHAND = 120;
const AFTERWARDS = 240;
const HELD: Kind = "published after a draft";
const HELD_AT_MOST_MS = 150_000;

/** A state of an article: what readers may see of it from `since` on. */
interface State {
  since: number;
  kind: Kind;
  /** Number of the version; null where nothing is to be seen. */
  version: number | null;
  /** Per location, when somebody last saw an older state. */
  old: number[];
}

interface Story {
  id: string;
  slug: string;
  states: State[];
}

/** Stories that were there before. */
const OLD = 70;

export async function run(conditions: Conditions): Promise<Course> {
  const random = randomFrom(conditions.seed);
  let now = START;
  const clock = () => now;
  const world = { clock, random };
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const kv = new CentralKv(clock);
  const course: Course = {
    stale: { published: [], "published after a draft": [], edited: [], withdrawn: [] },
    deadLinks: [],
    refused: 0,
    reads: 0,
    runs: 0,
  };

  const edge = new Edge(world, kv, conditions);

  // The newsroom.
  const desk = await openDesk(`edge-${Object.values(conditions)}`);
  await desk.inside((newsroom) => {
    newsroom.clock = clock;
    bindings(newsroom, {
      kv: kv.binding,
      invalidate: async (changed, removed) => {
        if (random() < conditions.failing) throw new Error("the edge is not well");
        edge.tell(changed, "invalidate");
        edge.tell(removed, "purge");
      },
    });
  });
  const stories: Story[] = [];
  const note = (story: Story, kind: Kind, version: number | null) => {
    // While lists wait for a story, they wait for what becomes of it.
    const waits = story.states.some((state) => state.kind === HELD && now - state.since < HELD_AT_MOST_MS);
    story.states.push({ since: now, kind: waits ? HELD : kind, version, old: Array(LOCATIONS).fill(now) });
  };
  const title = (k: number, version: number) => `Story ${k} version ${version} of it`;

  /** So many that lists have a history. */
  async function fill(): Promise<void> {
    for (let k = 0; k < OLD; k++) {
      let second = START / 1000 - (k + 1) * 900;
      while (k % 20 === 0 && !endsBlock(second)) second--;
      const published = new Date(second * 1000).toISOString();
      const article = input({ title: `Old ${k}`, tags: ["Trade"], markdown: "Text.", published });
      await desk.inside((newsroom) => newsroom.publish(article, "model", { request: null, wait: 0 }));
    }
  }

  async function change(): Promise<void> {
    const story = pick(stories);
    const current = story?.states.at(-1);
    const fate = random();
    const edit = (patch: Parameters<typeof toChange>[0]) =>
      desk.inside((newsroom) => newsroom.edit(story.id, null, toChange(patch, SITE), "model", 0));
    if (!story || !current || fate < 0.4) {
      const k = stories.length;
      const draft = k > 0 && random() < 0.3;
      const fields = { title: title(k, 1), slug: `story-${k}`, tags: ["Trade"] } as Parameters<
        typeof input
      >[0];
      const article = input({ ...fields, markdown: "Text.", ...(draft && { status: "draft" }) });
      const answer = await desk.inside((newsroom) =>
        newsroom.publish(article, "model", { request: null, wait: 0 }),
      );
      if (answer.kind !== "saved") throw new Error(answer.kind);
      const added: Story = { id: answer.article.id, slug: `story-${k}`, states: [] };
      added.states.push({ since: 0, kind: "edited", version: null, old: [] });
      stories.push(added);
      if (!draft) note(added, "published", 1);
    } else if (current.version === null) {
      // Its address is known, and was looked at.
      await edit({ status: "published" });
      const last = story.states.findLast(({ version }) => version !== null)?.version ?? 1;
      note(story, HELD, last);
    } else if (fate < 0.85) {
      const version = current.version + 1;
      await edit({ title: title(stories.indexOf(story), version) });
      note(story, "edited", version);
    } else {
      await desk.inside((newsroom) => newsroom.withdraw(story.id, null, "model", 0));
      note(story, "withdrawn", null);
    }
  }

  /** Notes for every story what a page that should show it showed of it. */
  function seen(location: number, body: string, shown: Story[]): void {
    const versions = new Map<number, number>();
    for (const [, k, version] of body.matchAll(/Story (\d+) version (\d+) of it/g)) {
      versions.set(Number(k), Math.max(versions.get(Number(k)) ?? 0, Number(version)));
    }
    for (const story of shown) {
      const version = versions.get(stories.indexOf(story)) ?? null;
      const last = story.states.findLastIndex((state) => state.version === version);
      for (const state of story.states.slice(last + 1)) state.old[location] = now;
    }
  }

  async function read(location: number): Promise<void> {
    const inBrowser = random() < 0.3;
    const { ask } = (inBrowser ? edge.browsers : edge.locations)[location] as Cache;
    const list = pick(LISTS);
    const { body } = await ask(list, null);
    course.reads++;
    if (!inBrowser) seen(location, body, stories);
    // From the list to its newest story and another, and from each on to a story that it names.
    const follow = async (from: string, text: string, onward: number): Promise<void> => {
      const links = [...new Set(text.match(/(?<=\/articles\/)story-\d+(?=["<])/g))];
      for (const slug of links.length ? [links[0] as string, pick(links)] : []) {
        const page = await ask(`/articles/${slug}`, null);
        course.reads++;
        if (page.status === 404) {
          course.deadLinks.push(`${from} → ${slug} at ${location}, ${(now - START) / 1000} s`);
        }
        // A page names other stories too, but it is its own that it has to be up to date with.
        const story = stories.find((each) => each.slug === slug) as Story;
        if (!inBrowser) seen(location, page.status === 200 ? page.body : "", [story]);
        if (onward > 0 && page.status === 200) await follow(slug, page.body.replaceAll(slug, ""), onward - 1);
      }
    };
    await follow(list, body, 1);
    // Programs go back along a list's history, and follow the changes.
    const walk = async (from: string, pattern: RegExp): Promise<void> => {
      const { body: text } = await ask(from, null);
      const path = pattern.exec(text)?.[1];
      course.reads++;
      if (path === undefined) return;
      if ((await ask(path, null)).status === 404)
        course.deadLinks.push(`${from} → ${path} at ${location}, ${(now - START) / 1000} s`);
      if (path.includes("/archive/")) await walk(path, pattern);
    };
    if (random() < 0.1)
      await walk(pick(["/feed.json", "/tags/trade/feed.json"]), /"next_url":"https?:\/\/[^/"]+([^"]+)"/);
    if (random() < 0.1) await walk("/changes.json", /(\/changes\/\d+\.json)/);
    // Whoever writes looks at the page before it is one; others follow old links.
    const known = stories.filter(({ states }) => states.at(-1)?.version === null);
    if (known.length && random() < 0.3) {
      await ask(`/articles/${pick(known).slug}`, null);
      course.reads++;
    }
  }

  for (let second = 0; second < BEFOREHAND + conditions.seconds + AFTERWARDS; second++) {
    now = START + second * 1000;
    edge.hear();
    if (second === 0) await fill();
    if (second === 0) await change();
    const isTime = second > BEFOREHAND && second < BEFOREHAND + conditions.seconds;
    if (isTime && random() < conditions.changes / 60) await change();
    // Alarms come late at times.
    if (random() < 0.8) await desk.inside((newsroom) => newsroom.wake());
    for (let location = 0; location < LOCATIONS; location++) if (random() < 0.3) await read(location);
  }
  await desk.close();
  for (const { states } of stories) {
    for (const { kind, since, old } of states) {
      for (const last of old) course.stale[kind].push((last - since) / 1000);
    }
  }
  return { ...course, refused: edge.refused, runs: edge.runs };
}
