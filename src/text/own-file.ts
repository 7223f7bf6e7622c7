/** What a file of ours is called in HTML that is kept, before its id: its address is the publication's. */
export const OWN_FILE = "media:";

/**
 * A file of ours by its id, from how a writer names it: so, or by its address.
 *
 * @param url absolute
 * @param site the public origin
 */
export function ownFile(url: string, site: string): string | null {
  const [, named, addressed] =
    /^(?:media:([0-9a-f]{32})|.{1,2000}\/media\/([0-9a-f]{32})(?:-\d{3,4})?\.[a-z]{3,4})$/.exec(url) ?? [];
  if (addressed && !url.startsWith(`${site}/media/${addressed}`)) return null;
  const id = named ?? addressed;
  return id ? OWN_FILE + id : null;
}
