// KV as it is documented: one central store, and locations that remember what they read for as long as
// the reader allows, that there was nothing included
// (https://developers.cloudflare.com/kv/concepts/how-kv-works/).

interface Version {
  at: number;
  value: string | null;
  metadata: unknown;
}

/** The central store, which remembers what it held when. */
export class CentralKv {
  private readonly versions = new Map<string, Version[]>();
  constructor(private readonly clock: () => number) {}

  /** What the newsroom writes through. */
  readonly binding = {
    put: async (key: string, value: string, { metadata }: { metadata: unknown }) =>
      this.add(key, { at: this.clock(), value, metadata }),
    delete: async (key: string) => this.add(key, { at: this.clock(), value: null, metadata: null }),
    getWithMetadata: async (key: string) => answer(this.asOf(key, this.clock())),
  };

  /** What a key held at a moment. */
  asOf(key: string, at: number): Version {
    const held = this.versions.get(key)?.findLast((version) => version.at <= at);
    return held ?? { at: 0, value: null, metadata: null };
  }

  private add(key: string, version: Version): void {
    this.versions.set(key, [...(this.versions.get(key) ?? []), version]);
  }
}

/** What was read of the central store, and when. */
interface Read {
  at: number;
  version: Version;
}

/** What answers with something no older than asked for. */
export interface Tier {
  read(key: string, maxAge: number): Read;
}

/** The way to the central store. */
export function centralTier(
  central: CentralKv,
  world: { clock: () => number; random: () => number },
  conditions: {
    /** How far a read may lag behind, ms. */
    lag: number;
    /** The share of reads that fail. */
    failing: number;
  },
): Tier {
  return {
    read: (key) => {
      if (world.random() < conditions.failing) throw new Error("KV is not well");
      const at = world.clock();
      return { at, version: central.asOf(key, at - world.random() * conditions.lag) };
    },
  };
}

/** A region, or a location, which remembers what it read. */
export class KvReplica implements Tier {
  private readonly remembered = new Map<string, Read>();
  constructor(
    private readonly clock: () => number,
    private readonly next: Tier,
  ) {}

  read(key: string, maxAge: number): Read {
    const before = this.remembered.get(key);
    if (before && this.clock() - before.at < maxAge) return before;
    const read = this.next.read(key, maxAge);
    this.remembered.set(key, read);
    return read;
  }

  /** What the Worker reads through. */
  readonly binding = {
    getWithMetadata: async (key: string, { cacheTtl = 60 }: { cacheTtl?: number } = {}) =>
      answer(this.read(key, cacheTtl * 1000).version),
  };
}

function answer({ value, metadata }: Version) {
  return { value: value === null ? null : new Blob([value]).stream(), metadata, cacheStatus: null };
}
