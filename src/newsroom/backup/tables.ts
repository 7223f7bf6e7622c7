/**
 * What a backup holds: every table whose rows cannot be made from others, in an order in which what
 * is referred to comes after what refers to it, since the former is never removed. Rows are taken
 * some at a time, so the newsroom may write meanwhile.
 *
 * Not here: what KV is to hold and what it is made of (`outbox`, `document`, `reading`, `changed`), what words stand in which article
 * (`searchable`, `recent_text`), what expires within a day (`idempotency`, `comment_post`) and what
 * is under way at this moment or was lately (`host`, `media_removal`, `hour`). All of it comes back by itself, but for who is signed
 * in (`session`, `challenge`), or has just asked our hub for something (`subscription_request`): a copy
 * of the newsroom lets nobody in who has not shown who they are.
 */
export const TABLES = [
  ...["related", "membership", "deletion", "scope", "thread", "comment", "comment_word"],
  ...["entry", "story", "paragraph", "recent", "sitemap", "sitemap_block", "refile"],
  ...["article", "former_slug", "revision", "body"],
  ...["feed_history_page", "feed_history"],
  ...["tag", "tag_alias", "author", "source", "feed", "lease", "dead_letter", "token", "agenda", "note"],
  ...["media_use", "media", "linked_picture", "kept_picture", "programme", "media_text"],
  ...["copy_version", "working_copy", "way_in", "passkey", "person", "action"],
  ...[
    "pending_act",
    "preview_link",
    "front_story",
    "front_section",
    "profile",
    "change",
    "archive",
    "redirect",
  ],
  ...["late_subscriber", "subscription", "subscriber_batch", "topic", "delivery", "webhook_event", "webhook"],
] as const;
export type Table = (typeof TABLES)[number];

export function isTable(name: unknown): name is Table {
  return (TABLES as readonly unknown[]).includes(name);
}

/** Rows that mean nothing elsewhere. */
export const LEFT_OUT: Partial<Record<Table, string>> = {
  agenda: "reason IN ('invalidate', 'check', 'sweep', 'forget-comments', 'forget-requests', 'push')",
  note: "name IN ('documents', 'edge-calls', 'restoring', 'common-words')",
};

/** The columns of a table, and those of its primary key in their order. */
export function columnsOf(sql: SqlStorage, table: Table): { all: string[]; key: string[] } {
  const columns = sql
    .exec<{ name: string; pk: number }>(`SELECT name, pk FROM pragma_table_info('${table}')`)
    .toArray();
  return {
    all: columns.map(({ name }) => name),
    key: columns
      .filter(({ pk }) => pk > 0)
      .sort((a, b) => a.pk - b.pk)
      .map(({ name }) => name),
  };
}

/** A value of a row as JSON: bytes as base64. */
export type Cell = string | number | null | { base64: string };

export function toCell(value: SqlStorageValue): Cell {
  return value instanceof ArrayBuffer
    ? { base64: btoa(String.fromCharCode(...new Uint8Array(value))) }
    : value;
}

/** @throws TypeError where it is none */
export function fromCell(cell: unknown): SqlStorageValue {
  if (cell === null || typeof cell === "string" || typeof cell === "number") return cell;
  if (typeof cell === "object" && "base64" in cell) {
    const bytes = atob(String(cell.base64));
    return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)).buffer;
  }
  throw new TypeError("a row holds something that no table can");
}
