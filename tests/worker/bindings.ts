import type { Newsroom } from "../../src/newsroom/newsroom.ts";

/** What the platform hands on with a request, and nothing comes of in a test. */
export const NO_CONTEXT = {
  waitUntil() {},
  passThroughOnException() {},
} as unknown as ExecutionContext;

/** What takes the place of a method of a binding; the rest is the real one. */
export interface Faults {
  kv?: Partial<Record<keyof KVNamespace, unknown>>;
  pictures?: Partial<Record<keyof Queue, unknown>>;
  pushes?: Partial<Record<keyof Queue, unknown>>;
  invalidate?: (changed: string[], removed: string[]) => Promise<void>;
  /** `none`: it wakes when the test says so, and not by itself. */
  alarms?: "none";
}

/** A real binding with some methods replaced. */
export function replaced<T extends object>(real: T, methods: Record<string, unknown>): T {
  return new Proxy(real, {
    get: (target, name) => {
      if (name in methods) return methods[name as string];
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Injects faults at the bindings of a newsroom: its KV, and its way to the edge's cache. */
export function bindings(newsroom: Newsroom, faults: Faults): void {
  // The platform's fields are protected; faults belong exactly there.
  const object = newsroom as unknown as { env: Record<string, object>; ctx: { storage: object } };
  const { env, ctx } = object;
  Object.defineProperty(object, "env", {
    value: {
      ...env,
      ...(faults.kv && env.DOCUMENTS && { DOCUMENTS: replaced(env.DOCUMENTS, faults.kv) }),
      ...(faults.pictures && env.PICTURES && { PICTURES: replaced(env.PICTURES, faults.pictures) }),
      ...(faults.pushes &&
        env.PUSHES &&
        env.LATE_PUSHES && {
          PUSHES: replaced(env.PUSHES, faults.pushes),
          LATE_PUSHES: replaced(env.LATE_PUSHES, faults.pushes),
        }),
    },
  });
  const platform: Record<string, unknown> = {};
  const { invalidate } = faults;
  if (invalidate) {
    const told = async (changed: string[], removed: string[]) => {
      await invalidate(changed, removed);
      return true; // there is an edge
    };
    platform.exports = { default: { invalidate: told } };
  }
  if (faults.alarms) platform.storage = replaced(ctx.storage, { setAlarm: async () => {} });
  Object.defineProperty(object, "ctx", { value: replaced(ctx, platform) });
}
