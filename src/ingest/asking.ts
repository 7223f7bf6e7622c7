import { version } from "../../package.json";
import type { Settings } from "../settings.ts";
import type { Asking } from "./fetch/get.ts";

/** How this publication asks others for their feeds. */
export function askingFor({ url, allowLocalFeeds }: Settings): Asking {
  return {
    own: url,
    local: allowLocalFeeds,
    // We read on behalf of one publication, however many read it.
    userAgent: `Dateline/${version} (+${url}/sources; 1 subscriber)`,
  };
}
