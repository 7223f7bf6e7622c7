/** Whether a feed says that WordPress made it. */
export const isWordPress = (generator: string | undefined): boolean => /wordpress/i.test(generator ?? "");

/** The page after that of an address, as WordPress counts them: the feed itself is the first. */
export function nextPaged(address: string): string {
  const url = new URL(address);
  url.searchParams.set("paged", String(Number(url.searchParams.get("paged") ?? 1) + 1));
  return url.href;
}
