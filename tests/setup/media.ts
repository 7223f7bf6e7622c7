import { TOKEN } from "./servers.ts";

/** Whether all pictures of a server have the smaller forms that they are to have. */
export async function formsMade(server: string): Promise<boolean> {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const { media } = await (await fetch(`${server}/api/media`, { headers })).json();
  return media.length > 0 && media.every(({ forms }: { forms: unknown }) => forms !== null);
}
