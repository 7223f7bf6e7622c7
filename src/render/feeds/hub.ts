import type { ListDocument } from "../../model/document.ts";

/** Where a feed's changes are told of, for the generator (WebSub §4). */
export function hubOf({ hubs }: ListDocument): { hub?: string } {
  const url = hubs?.[0]?.url;
  return url ? { hub: url } : {};
}
