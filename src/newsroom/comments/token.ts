import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { ArticleId, Millis } from "../../model/article.ts";
import { first } from "../ledger.ts";

// What the form of an article carries: since when it has stood there, signed. The page is the same
// for all readers and does not change by itself, so that is when the article was published.

const NOTE = "comment-secret";

/** The token of an article's form. @param since ms */
export function formToken(sql: SqlStorage, id: ArticleId, since: Millis): string {
  return `${since.toString(36)}.${signature(sql, `${id} ${since}`)}`;
}

/** Whether a form with this token is one of the article's. @param now ms */
export function isFormToken(sql: SqlStorage, id: ArticleId, token: string, now: Millis): boolean {
  const since = Number.parseInt(token.split(".")[0] ?? "", 36);
  // Signed with a secret that nobody has: how long the comparison takes tells nothing of use.
  return since <= now && token === formToken(sql, id, since);
}

/** SHA-256 in hexadecimal. */
export function hashOfKey(key: string): string {
  return bytesToHex(sha256(utf8ToBytes(key)));
}

/** 128 random bits in hexadecimal. */
export function randomKey(): string {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(16)));
}

function signature(sql: SqlStorage, text: string): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(secretOf(sql)), utf8ToBytes(text))).slice(0, 32);
}

/** Made once for each ledger. */
function secretOf(sql: SqlStorage): string {
  const known = first<{ value: string }>(sql, "SELECT value FROM note WHERE name = ?", NOTE);
  if (known) return known.value;
  const secret = randomKey() + randomKey();
  sql.exec("INSERT INTO note VALUES (?, ?)", NOTE, secret);
  return secret;
}
