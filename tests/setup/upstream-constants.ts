// What the misbehaving upstream sends as validators: odd on purpose, to be echoed exactly.
export const TAG = 'W/"as-it-was;sent"';
export const DATE = "Tue, 01 Jul 2025 10:00:00 +0000";

declare module "vitest" {
  interface ProvidedContext {
    /** A server of feeds that misbehaves on purpose, by path. */
    upstream: string;
  }
}
