import { setTimeout } from "node:timers/promises";
import { TOKEN } from "./servers.ts";

/** Lists are written once a second; sitemaps, which show no pictures, once a minute. */
const LISTS_MS = 3000;

/** Waits until all pictures of a server have the smaller forms that they are to have, and pages show them. */
export async function formsMade(server: string, token = TOKEN): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` };
  const isMade = ({ width, forms }: { width: number | null; forms: unknown }) =>
    width === null || forms !== null;
  for (;;) {
    const { media } = await (await fetch(`${server}/api/media`, { headers })).json();
    if (media.length > 0 && media.every(isMade)) break;
    await setTimeout(300);
  }
  await setTimeout(LISTS_MS);
}
