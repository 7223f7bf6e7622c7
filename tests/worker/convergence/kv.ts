// KV that is not well: some writes fail, after having landed or not; some hang, and land when nobody waits.

/** What a trial needs of a KV namespace: the platform's own, or one in memory that gives the same course again. */
export type Base = Pick<KVNamespace, "put" | "delete" | "get" | "getWithMetadata" | "list">;

export function inMemory(): Base {
  const held = new Map<string, { value: string; metadata: unknown }>();
  const base = {
    put: async (key: string, value: string, options?: { metadata?: unknown }) => {
      held.set(key, { value, metadata: options?.metadata ?? null });
    },
    delete: async (key: string) => {
      held.delete(key);
    },
    get: async (key: string) => held.get(key)?.value ?? null,
    getWithMetadata: async (key: string) => {
      const found = held.get(key);
      return { value: found ? new Blob([found.value]).stream() : null, metadata: found?.metadata ?? null };
    },
    list: async () => ({
      keys: [...held]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { metadata }]) => ({ name, metadata })),
      list_complete: true,
    }),
  };
  // Of the many ways to call KV it has those that we use.
  return base as unknown as Base;
}

/** Less than the time until what was written is looked at again, ms. */
const LONGEST_HANG_MS = 50_000;

export class FaultyKv {
  /** How many calls to come fail. */
  failing = 0;
  /** Whether the next write hangs. */
  hanging = false;
  private readonly late: { since: number; write: () => Promise<void> }[] = [];

  constructor(
    private readonly base: Base,
    private readonly clock: () => number,
    /** Lets others go on for a while. */
    private readonly dawdle: () => Promise<void>,
  ) {}

  /** What takes the place of the newsroom's KV. */
  readonly methods = {
    put: (...args: Parameters<KVNamespace["put"]>) => this.put(args),
    delete: async (key: string) => {
      await this.dawdle();
      await this.base.delete(key);
    },
    getWithMetadata: async (key: string, options: KVNamespaceGetOptions<"stream">) => {
      await this.dawdle();
      if (this.fails()) throw new Error("KV is not well");
      return this.base.getWithMetadata(key, options);
    },
    list: (options: KVNamespaceListOptions) => this.base.list(options),
  };

  async invalidate(): Promise<void> {
    await this.dawdle();
    if (this.fails()) throw new Error("the edge is not well");
  }

  /** Lets the writes that hang land, over whatever was written since. */
  async land(): Promise<void> {
    for (const { write } of this.late.splice(0)) await write();
  }

  /** Lets land before `now`, ms, what would hang for too long then. */
  async landBefore(now: number): Promise<void> {
    while ((this.late[0]?.since ?? now) < now - LONGEST_HANG_MS) await this.late.shift()?.write();
  }

  heal(): void {
    this.failing = 0;
    this.hanging = false;
  }

  private async put(args: Parameters<KVNamespace["put"]>): Promise<void> {
    if (this.hanging) {
      this.hanging = false;
      this.late.push({ since: this.clock(), write: () => this.base.put(...args) });
      return new Promise(() => {});
    }
    const fails = this.fails();
    await this.dawdle();
    if (!fails || fails % 2 === 0) await this.base.put(...args);
    if (fails) throw new Error("KV is not well");
  }

  /** Which one of those to come this fault is; 0 where all is well. */
  private fails(): number {
    return this.failing > 0 ? this.failing-- : 0;
  }
}
