import { env } from "cloudflare:workers";
import { app } from "../../../src/app.ts";
import { cacheTag, type DocumentKey } from "../../../src/store/keys.ts";
import { NO_CONTEXT } from "../bindings.ts";
import { SITE } from "../newsroom.ts";
import { type Ask, Cache, CallLimit } from "./cache.ts";
import { type CentralKv, centralTier, KvReplica } from "./kv.ts";

export const LOCATIONS = 12;
const REGIONS = 3;
/** The edge hears of an invalidation within this time, ms. */
const HEARD_MS = 2000;
const POLICY = "cloudflare-cdn-cache-control";

/** Locations with the real Worker, each with its view of KV, behind two tiers of cache, and browsers. */
export class Edge {
  /** How often the Worker ran. */
  runs = 0;
  /** Calls beyond what the platform allows. */
  refused = 0;
  readonly locations: Cache[];
  readonly browsers: Cache[];
  private readonly regions: Cache[];
  private readonly limit: CallLimit;
  private underway: { at: number; tell: () => void }[] = [];

  constructor(
    private readonly world: { clock: () => number; random: () => number },
    kv: CentralKv,
    conditions: { lag: number; failing: number },
  ) {
    const { clock, random } = world;
    const each = <T>(count: number, make: (i: number) => T) =>
      Array.from({ length: count }, (_, i) => make(i));
    const of = <T>(regional: T[], location: number) => regional[location % REGIONS] as T;

    const central = centralTier(kv, world, conditions);
    const regionalKv = each(REGIONS, () => new KvReplica(clock, central));
    const workers = each(LOCATIONS, (i) => this.worker(new KvReplica(clock, of(regionalKv, i))));
    // Where a Worker runs after a miss of both tiers is the platform's choice.
    const anywhere: Ask = (path, etag) => (workers[Math.floor(random() * LOCATIONS)] as Ask)(path, etag);
    this.regions = each(REGIONS, () => new Cache(world, anywhere, POLICY));
    this.locations = each(LOCATIONS, (i) => new Cache(world, of(this.regions, i).ask, POLICY));
    this.browsers = this.locations.map(({ ask }) => new Cache(world, ask, "cache-control"));
    this.limit = new CallLimit(clock);
  }

  /**
   * Takes a call of the platform's: every cache hears of it a little later.
   *
   * @throws Error when there were too many
   */
  tell(keys: string[], what: "invalidate" | "purge"): void {
    if (keys.length === 0) return;
    if (!this.limit.count()) {
      this.refused++;
      throw new Error("too many purges");
    }
    const { clock, random } = this.world;
    const tags = new Set(keys.map((key) => cacheTag(key as DocumentKey)));
    for (const cache of [...this.regions, ...this.locations]) {
      this.underway.push({ at: clock() + random() * HEARD_MS, tell: () => cache[what](tags) });
    }
  }

  /** Lets the caches hear what has reached them by now. */
  hear(): void {
    const now = this.world.clock();
    for (const { at, tell } of this.underway) if (at <= now) tell();
    this.underway = this.underway.filter(({ at }) => at > now);
  }

  private worker(kv: KvReplica): Ask {
    // Of the many ways to read KV it has the one that we use.
    const bindings = { ...env, DOCUMENTS: kv.binding as unknown as KVNamespace };
    return async (path, etag) => {
      this.runs++;
      const request = new Request(SITE + path, { headers: etag ? { "If-None-Match": etag } : {} });
      const response = await app.fetch(request, bindings, NO_CONTEXT);
      const { status, headers } = response;
      return { status, headers, body: await response.text(), confirmed: this.world.clock() };
    };
  }
}
