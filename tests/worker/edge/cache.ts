// A cache as RFC 9111 and RFC 5861 have it, told to invalidate and purge by tag: a tier of the edge's, or
// a browser's (https://developers.cloudflare.com/workers/cache/).

/** What a cache passes on. */
export interface Answer {
  status: number;
  headers: Headers;
  body: string;
  /** When it left the Worker, or was last confirmed by it, ms. */
  confirmed: number;
}

export type Ask = (path: string, etag: string | null) => Promise<Answer>;

interface Kept {
  answer: Answer;
  tag: string | null;
  /** From then on it has to be confirmed, ms. */
  staleFrom: number;
  whileRevalidating: number;
  ifError: number;
  /** Until then it is on its way, and hears nothing. */
  arriving: number;
}

/** The longest that an answer may be on its way, ms. */
const IN_FLIGHT_MS = 500;

export class Cache {
  private readonly kept = new Map<string, Kept>();
  constructor(
    private readonly world: { clock: () => number; random: () => number },
    private readonly next: Ask,
    /** Which header tells how long; an edge has one of its own. */
    private readonly header: "cloudflare-cdn-cache-control" | "cache-control",
  ) {}

  readonly ask: Ask = async (path) => {
    const now = this.world.clock();
    const kept = this.kept.get(path);
    if (!kept) return this.fetch(path, null);
    if (now < kept.staleFrom) return kept.answer;
    if (now >= kept.staleFrom + kept.whileRevalidating) return this.fetch(path, kept);
    await this.fetch(path, kept);
    return kept.answer;
  };

  /** Marks what has a tag as stale. */
  invalidate(tags: ReadonlySet<string>): void {
    const now = this.world.clock();
    for (const kept of this.heard(tags)) kept.staleFrom = Math.min(kept.staleFrom, now);
  }

  /** Drops what has a tag. */
  purge(tags: ReadonlySet<string>): void {
    const gone = new Set(this.heard(tags));
    for (const [path, kept] of this.kept) if (gone.has(kept)) this.kept.delete(path);
  }

  private heard(tags: ReadonlySet<string>): Kept[] {
    const now = this.world.clock();
    return [...this.kept.values()].filter(({ tag, arriving }) => tag && tags.has(tag) && arriving <= now);
  }

  private async fetch(path: string, kept: Kept | null): Promise<Answer> {
    const now = this.world.clock();
    const answer = await this.next(path, kept?.answer.headers.get("etag") ?? null);
    if (answer.status === 304 && kept) {
      const { status, body } = kept.answer;
      return this.keep(path, { ...answer, status, body });
    }
    if (answer.status >= 500 && kept && now < kept.staleFrom + kept.ifError) return kept.answer;
    return this.keep(path, answer);
  }

  private keep(path: string, answer: Answer): Answer {
    const { clock, random } = this.world;
    const policy = answer.headers.get(this.header) ?? answer.headers.get("cache-control") ?? "";
    const seconds = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(policy)?.[1] ?? 0) * 1000;
    this.kept.delete(path);
    if (/no-store|no-cache/.test(policy) || answer.status >= 500) return answer;
    this.kept.set(path, {
      answer,
      tag: answer.headers.get("cache-tag"),
      // Not even a tier that had it stale from another one knows that.
      staleFrom: answer.confirmed + seconds("max-age"),
      whileRevalidating: seconds("stale-while-revalidate"),
      ifError: seconds("stale-if-error"),
      arriving: clock() + random() * IN_FLIGHT_MS,
    });
    return answer;
  }
}

const CALLS_A_MINUTE = 5;
const CALLS_AT_ONCE = 25;

/** The limit of calls that invalidate or purge: a bucket that fills up by five a minute. */
export class CallLimit {
  private left = CALLS_AT_ONCE;
  private counted: number;
  constructor(private readonly clock: () => number) {
    this.counted = clock();
  }

  /** Whether there may be one more. */
  count(): boolean {
    const now = this.clock();
    this.left = Math.min(CALLS_AT_ONCE, this.left + ((now - this.counted) / 60_000) * CALLS_A_MINUTE);
    this.counted = now;
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}
