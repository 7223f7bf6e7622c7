import type { Millis } from "../../model/article.ts";
import { type Scope, scopeName } from "../../model/scope.ts";
import { removeDocument, type Stored, storedKeys, writeDocument } from "../../store/documents.ts";
import { hashOf } from "../../store/hash.ts";
import { type DocumentKey, parseKey } from "../../store/keys.ts";
import type { Access } from "../due.ts";
import { noteChange, type Told, toldBy } from "../history/changes.ts";
import { first, type Ledger } from "../ledger.ts";
import { announce } from "../push/topics.ts";
import { type Built, buildDocument } from "./build.ts";
import { isEarly } from "./early.ts";
import { arrived } from "./holding.ts";
import { remindEdge } from "./invalidation.ts";
import { dueRows, hurry, type OutboxRow, postpone, retryLater, settle, WRITE_SPACING_MS } from "./outbox.ts";
import type { Outside } from "./outside.ts";
import { noteReads } from "./readers.ts";

/** Subrequests of one invocation are limited; what is left over waits for the alarm. */
const ROWS_PER_RUN = 400;
/** What is due is looked up for so many at a time: in between something more urgent may have come. */
const ROWS_AT_A_TIME = 60;
/** A Worker has six connections at a time. */
const PARALLEL = 6;

/**
 * Writes every document that is due into KV: articles, then lists, then the directory.
 *
 * Whatever fails stays in the outbox and is tried again later; nothing is thrown for it.
 *
 * @param access makes the ledger as of now, anew for each step
 */
export async function materialise(access: Access, outside: Outside): Promise<void> {
  const { ledger } = access;
  let budget = ROWS_PER_RUN;
  while (budget > 0) {
    const due = dueRows(ledger(), Math.min(budget, ROWS_AT_A_TIME));
    // One rank at a time: a list must not overtake an article that it links to.
    const rows = due.filter(({ rank }) => rank === due[0]?.rank);
    if (rows.length === 0) break;
    budget -= rows.length;
    // Blocks lead to those before them: each is there before the next one is looked at.
    const atOnce = parseKey(rows[0]?.key ?? "").kind === "archive" ? 1 : PARALLEL;
    const left = rows.values();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const row of left) await writeRow(access, outside, row);
      }),
    );
  }
}

async function writeRow(access: Access, outside: Outside, row: OutboxRow): Promise<void> {
  const { ledger } = access;
  const key = row.key as DocumentKey;
  const parsed = parseKey(key);
  try {
    if (isEarly(ledger(), parsed)) {
      hurry(ledger(), row);
      return postpone(ledger(), row, waitForOthers(ledger(), row));
    }
    const { built, reads } = buildDocument(ledger(), key);
    // Noted with what was read, before anything else can change: else a change meanwhile would be missed.
    noteReads(ledger().sql, key, reads);
    const told = toldBy(ledger(), key, built);
    if (parsed.kind === "list" && built?.kind === "document") noteTold(ledger(), parsed.scope, built.updated);
    await writeBuilt(access, outside, row, built, told);
  } catch (error) {
    console.error(`could not write ${key}`, error);
    retryLater(ledger(), row, String(error));
  }
}

/** Notes what readers of a list will have been told of its last change: it never goes back. */
function noteTold({ sql }: Ledger, scope: Scope, updated: Millis = 0): void {
  sql.exec("UPDATE scope SET updated = ?1 WHERE name = ?2 AND updated < ?1", updated, scopeName(scope));
}

async function writeBuilt(
  { ledger, write }: Access,
  { kv, patience }: Outside,
  row: OutboxRow,
  built: Built,
  told: Told | null,
): Promise<void> {
  const key = row.key as DocumentKey;
  const previous = first<{ kind: string; hash: string; changed: Millis; stored: number }>(
    ledger().sql,
    "SELECT kind, hash, changed, stored FROM document WHERE key = ?",
    key,
  );
  if (built === null) {
    forgetStored(ledger(), key);
    await inTime(patience, removeDocument(kv, key));
    ledger().sql.exec("DELETE FROM document WHERE key = ?", key);
    announce(ledger(), key, null);
    settle(ledger(), row);
    if (previous) remindEdge(ledger(), key);
    return;
  }
  const hash = await hashOfBuilt(built);
  if (previous?.hash === hash && previous.stored === 1) {
    return settle(ledger(), row);
  }
  const { now } = ledger();
  const changed = previous?.hash === hash ? previous.changed : now;
  // That it may be there has to be known when it is to be nowhere, though nobody may hear that it was written.
  ledger().sql.exec("INSERT OR IGNORE INTO document VALUES (?, '', '', 0, 0, 0)", key);
  forgetStored(ledger(), key);
  const value = built.kind === "document" ? built.value : "";
  await inTime(patience, writeDocument(kv, key, value, stored(built, hash, changed)));
  const written = (after: Ledger) => {
    after.sql.exec(
      "INSERT OR REPLACE INTO document (key, kind, hash, changed, written, stored) VALUES (?, ?, ?, ?, ?, 1)",
      ...[key, built.kind, hash, changed, after.now],
    );
    settle(after, row);
    announce(after, key, built);
    remindEdge(after, key);
  };
  if (!told) return written(ledger());
  // What is told of it stands or falls with it.
  write((after) => {
    written(after);
    noteChange(after, told);
    const isNew = built.kind === "document" && previous?.kind !== "document";
    if (isNew) arrived(after, told.id, row.attempts > 0);
  });
}

/** What tells a document from what it was before. */
export function hashOfBuilt(built: NonNullable<Built>): Promise<string> {
  return hashOf(built.kind === "document" ? built.value : JSON.stringify(built));
}

/** @throws Error when `work` takes longer; it may still be done later, which is looked for */
async function inTime(patience: Millis, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`KV took longer than ${patience} ms`)), patience);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Before KV is asked to change, what it holds is unknown: the write may land though it failed, or
 * though we are gone by then. Noted, so that going back to the old document writes it again.
 */
function forgetStored({ sql }: Ledger, key: DocumentKey): void {
  sql.exec("UPDATE document SET hash = '' WHERE key = ?", key);
}

function stored(built: NonNullable<Built>, hash: string, changed: Millis): Stored {
  if (built.kind !== "document") return { ...built, hash, changed };
  const { linked, full } = built;
  return { kind: "document", hash, changed, ...(linked && { linked }), ...(full && { full }) };
}

/** Waits no longer than what has to be there before it does. */
function waitForOthers({ sql, now }: Ledger, { rank }: OutboxRow): Millis {
  const next = first<{ due: Millis | null }>(sql, "SELECT min(due) AS due FROM outbox WHERE rank < ?", rank);
  return Math.max(now + WRITE_SPACING_MS / 2, next?.due ?? 0);
}

/** Removes from KV what the ledger does not know: the last step of a rebuild. */
export async function sweep({ sql }: Ledger, { kv }: Outside): Promise<void> {
  for await (const keys of storedKeys(kv)) {
    for (const key of keys) {
      if (first(sql, "SELECT 1 FROM document WHERE key = ?", key)) continue;
      if (first(sql, "SELECT 1 FROM outbox WHERE key = ?", key)) continue;
      await kv.delete(key);
    }
  }
}
