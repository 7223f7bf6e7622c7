import type { Millis } from "../../model/article.ts";
import { type AgendaItem, defer, remindBy, strike } from "../agenda.ts";
import type { Access } from "../due.ts";
import { first, type Ledger } from "../ledger.ts";

// Search engines are told which addresses changed (https://www.indexnow.org/documentation), where the
// publication has a key for it.

const INDEXNOW = "https://api.indexnow.org/indexnow";

/** What changes in a row is told at once. */
const GATHERED_MS: Millis = 60_000;
/** When it is asked again whoever could not listen, or was asked too often. */
const AGAIN_MS: Millis = 3_600_000;
/** Addresses in one message. */
const MOST = 10_000;

const NOTE = "indexnow";

/** Sees to it that a change is told, soon. @param n its number */
export function tellSoon(ledger: Ledger, n: number): void {
  if (!ledger.settings.indexNow) return;
  // What was there before there was a key is found by sitemaps.
  ledger.sql.exec("INSERT OR IGNORE INTO note VALUES (?, ?)", NOTE, String(n - 1));
  remindBy(ledger, "indexnow", "", ledger.now + GATHERED_MS);
}

/**
 * Tells what has changed since, each address once: those that name another one as their original are not
 * ours to tell of.
 *
 * @throws Error when the engines cannot be reached
 */
export async function tellEngines(
  { ledger, write }: Access,
  send: (request: Request) => Promise<Response>,
  item: AgendaItem,
): Promise<void> {
  const { sql, settings } = ledger();
  const told = Number(
    first<{ value: string }>(sql, "SELECT value FROM note WHERE name = ?", NOTE)?.value ?? 0,
  );
  const changes = sql
    .exec<{ n: number; path: string; reprint: number; old: number }>(
      `SELECT n, path, reprint, imported > 0 AND n = (SELECT min(n) FROM change c WHERE c.article_id = article.id) AS old
       FROM change JOIN article ON article.id = article_id
       WHERE n > ? ORDER BY n LIMIT ?`,
      told,
      MOST,
    )
    .toArray();
  const urls = changes.flatMap(({ path, reprint, old }) =>
    old || (reprint && settings.reprints === "original") ? [] : [settings.url + path],
  );
  const isPut = urls.length === 0 || (await isTaken(send, settings, [...new Set(urls)]));
  write((current) => {
    const last = changes.at(-1)?.n;
    if (!isPut) return defer(current, item, current.now + AGAIN_MS);
    if (last !== undefined) current.sql.exec("UPDATE note SET value = ? WHERE name = ?", String(last), NOTE);
    strike(current, "indexnow", "");
    if (changes.length === MOST) remindBy(current, "indexnow", "", current.now + GATHERED_MS);
  });
}

/** Whether a message was taken, or never will be, which is told to whoever reads logs. */
async function isTaken(
  send: (request: Request) => Promise<Response>,
  { url, indexNow: key }: Ledger["settings"],
  urlList: string[],
): Promise<boolean> {
  const body = JSON.stringify({ host: new URL(url).host, key, keyLocation: `${url}/indexnow.txt`, urlList });
  const headers = { "Content-Type": "application/json; charset=utf-8" };
  const answer = await send(new Request(INDEXNOW, { method: "POST", headers, body }));
  await answer.body?.cancel();
  if (answer.status === 429 || answer.status >= 500) return false;
  if (!answer.ok) console.error(`IndexNow refuses ${urlList.length} addresses: ${answer.status}`);
  return true;
}
