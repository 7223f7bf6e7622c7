import { env } from "cloudflare:workers";
import { bindings } from "../../tests/worker/bindings.ts";
import type { Desk } from "../../tests/worker/newsroom.ts";

// Ledgers of any size, made fast, how long something takes in one, and what it writes.

export const WORDS = 250;

export const word = (k: number) => `w${k.toString(36)}x`;

/** Words as a language has them: few very often, most of them seldom. The same at every run. */
export function text(words: number, seed: number): string {
  let state = seed * 2_654_435_761 + 1;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: words }, () => word(Math.floor(60_000 ** random()) - 1)).join(" ");
}

/** Adds articles as if they had been published: the rows that a publish leaves, without its work. */
export async function fill(desk: Desk, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += 1000) {
    await desk.inside((_, { storage }) => {
      storage.transactionSync(() => {
        const { sql } = storage;
        for (let i = start; i < Math.min(to, start + 1000); i++) {
          const published = 1.6e12 + i * 1e6;
          const id = `id-${i}`;
          const body = text(WORDS, i);
          const content = {
            ...{ title: text(8, i + 0.5), standfirst: "", tags: [`T${i % 200}`], authors: [], source: null },
            ...{
              language: null,
              canonicalUrl: null,
              image: null,
              attachments: [],
              excerpt: "x",
              words: WORDS,
            },
          };
          sql.exec(
            `INSERT INTO article (id, entry_id, slug, status, revision, body_revision, published, updated, created,
               modified, public_since) VALUES (?, ?, ?, 'published', 1, 1, ?, ?, ?, ?, ?)`,
            id,
            `e-${i}`,
            `slug-${i}`,
            published,
            published,
            published,
            published,
            published,
          );
          sql.exec(
            "INSERT INTO revision VALUES (?, 1, ?, 'bench', 'published', ?)",
            id,
            published,
            JSON.stringify(content),
          );
          sql.exec("INSERT INTO body VALUES (?, 1, 'html', ?)", id, `<p>${body}</p>`);
          for (const scope of [
            "home",
            `tag:t${i % 200}`,
            `day:${new Date(published).toISOString().slice(0, 10)}`,
          ]) {
            sql.exec("INSERT INTO membership VALUES (?, ?, ?)", scope, published, id);
            sql.exec(
              "INSERT INTO scope (name, since, live) VALUES (?, 1, 1) ON CONFLICT (name) DO UPDATE SET live = live + 1",
              scope,
            );
          }
          sql.exec(
            "INSERT OR IGNORE INTO tag (slug, label, created) VALUES (?, ?, 1)",
            `t${i % 200}`,
            `T${i % 200}`,
          );
          sql.exec("INSERT INTO sitemap (article_id) VALUES (?)", id);
          sql.exec("INSERT INTO document VALUES (?, 'document', 'h', 1, 1, 1)", `article/slug-${i}`);
          // What its document is made of: itself, those before and after it, and six that are related.
          const facts = ["story", "related", "beside", "page", "said"].map((kind) => `${kind}/${id}`);
          for (let k = 1; k <= 8; k++) facts.push(`face/id-${i - k}`, `same/id-${i - k}`);
          for (const fact of [...facts, "name", `shared/t${i % 200}`])
            sql.exec("INSERT INTO reading VALUES (?, ?)", fact, `article/slug-${i}`);
          const number = published * 1024;
          sql.exec("INSERT INTO searchable VALUES (CAST(? AS INTEGER), ?, ?)", number, id, body);
          sql.exec(
            "INSERT INTO search_text (rowid, title, standfirst, names, body, filters) VALUES (CAST(? AS INTEGER), ?, '', '', ?, 'zany')",
            ...[number, content.title, body],
          );
          if (to - i <= 2000) {
            sql.exec("INSERT INTO recent (article_id) VALUES (?)", id);
            sql.exec(
              "INSERT INTO recent_text (rowid, title, tags, body) VALUES ((SELECT max(number) FROM recent), ?, '', ?)",
              content.title,
              body,
            );
          }
        }
        // As if all of it had been written to KV.
        sql.exec("DELETE FROM changed");
      });
    });
  }
}

/** Milliseconds of something in the Durable Object, whose clock moves only when it waits. */
export async function timed(work: () => unknown): Promise<number> {
  await scheduler.wait(1);
  const began = Date.now();
  await work();
  await scheduler.wait(1);
  return Date.now() - began - 1;
}

/** What was written to KV since it was last set to 0. */
export interface Counted {
  writes: number;
  bytes: number;
}

/** Lets a newsroom write to a KV that counts, and to no edge. */
export async function countWrites(desk: Desk): Promise<Counted> {
  const counted: Counted = { writes: 0, bytes: 0 };
  await desk.inside((newsroom) =>
    bindings(newsroom, {
      kv: {
        put: async (...args: Parameters<KVNamespace["put"]>) => {
          counted.writes++;
          counted.bytes += String(args[1]).length;
          await env.DOCUMENTS.put(...args);
        },
      },
      invalidate: async () => {},
    }),
  );
  return counted;
}
