/**
 * The ledger's schema: append-only, each step run once and in order.
 * Times are milliseconds since 1970 in UTC; JSON columns hold what is never searched by.
 */
export const MIGRATIONS: readonly string[] = [
  // 1: articles, what they are filed under, and the lists that hold them.
  `
  CREATE TABLE article (
    id            TEXT PRIMARY KEY,
    entry_id      TEXT NOT NULL UNIQUE,
    slug          TEXT NOT NULL UNIQUE,
    status        TEXT NOT NULL CHECK (status IN ('draft', 'scheduled', 'published', 'withdrawn')),
    revision      INTEGER NOT NULL,
    body_revision INTEGER NOT NULL,
    published     INTEGER NOT NULL,
    updated       INTEGER NOT NULL,
    created       INTEGER NOT NULL,
    modified      INTEGER NOT NULL,
    public_since  INTEGER
  );
  CREATE INDEX article_by_creation ON article (created, id);
  CREATE INDEX article_by_status ON article (status, created, id);

  CREATE TABLE former_slug (slug TEXT PRIMARY KEY, article_id TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX former_slug_of ON former_slug (article_id);

  CREATE TABLE revision (
    article_id TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    editor     TEXT NOT NULL,
    status     TEXT NOT NULL,
    content    TEXT NOT NULL,
    PRIMARY KEY (article_id, revision)
  );
  -- A row of its own for each text: a row holds at most 2 MB.
  CREATE TABLE body (
    article_id TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    format     TEXT NOT NULL CHECK (format IN ('html', 'markdown')),
    text       TEXT NOT NULL,
    PRIMARY KEY (article_id, revision, format)
  );

  CREATE TABLE tag (slug TEXT PRIMARY KEY, label TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE tag_alias (alias TEXT PRIMARY KEY, slug TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX tag_alias_of ON tag_alias (slug);
  CREATE TABLE author (slug TEXT PRIMARY KEY, name TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE source (
    slug     TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    url      TEXT NOT NULL,
    feed_url TEXT,
    created  INTEGER NOT NULL
  ) WITHOUT ROWID;

  -- Published articles by list. The primary key is the order of the list, read backwards.
  CREATE TABLE membership (
    scope      TEXT NOT NULL,
    published  INTEGER NOT NULL,
    article_id TEXT NOT NULL,
    PRIMARY KEY (scope, published, article_id)
  ) WITHOUT ROWID;
  CREATE INDEX membership_of ON membership (article_id, scope);
  -- Every list that ever held an article.
  CREATE TABLE scope (name TEXT PRIMARY KEY, since INTEGER NOT NULL, live INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX scope_by_size ON scope (live);
  -- Entries that lists announce as withdrawn.
  CREATE TABLE deletion (
    scope      TEXT NOT NULL,
    article_id TEXT NOT NULL,
    entry_id   TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (scope, article_id)
  ) WITHOUT ROWID;
  CREATE INDEX deletion_of ON deletion (article_id);
  `,
  // 2: what has to be written to KV, what was, and what is due later.
  `
  CREATE TABLE outbox (
    key      TEXT PRIMARY KEY,
    rank     INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    since    INTEGER NOT NULL,
    due      INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    error    TEXT
  ) WITHOUT ROWID;
  CREATE INDEX outbox_due ON outbox (due);
  CREATE TABLE document (
    key     TEXT PRIMARY KEY,
    kind    TEXT NOT NULL,
    hash    TEXT NOT NULL,
    changed INTEGER NOT NULL,
    written INTEGER NOT NULL,
    stored  INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE agenda (
    reason  TEXT NOT NULL,
    subject TEXT NOT NULL,
    since   INTEGER NOT NULL,
    due     INTEGER NOT NULL,
    PRIMARY KEY (reason, subject)
  ) WITHOUT ROWID;
  CREATE INDEX agenda_due ON agenda (due);
  CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `,
  // 3: who may write, and which requests were answered already.
  `
  CREATE TABLE token (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    hash    TEXT NOT NULL UNIQUE,
    scopes  TEXT NOT NULL,
    created INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE idempotency (
    token       TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    answer      TEXT NOT NULL,
    created     INTEGER NOT NULL,
    PRIMARY KEY (token, key)
  );
  CREATE INDEX idempotency_age ON idempotency (created);
  `,
  // 4: other publications' feeds: what is followed, what came of it, and what their stories repeat.
  `
  ALTER TABLE source ADD COLUMN policy TEXT NOT NULL DEFAULT 'full';
  ALTER TABLE source ADD COLUMN language TEXT;

  CREATE TABLE feed (
    id            TEXT PRIMARY KEY,
    slug          TEXT NOT NULL UNIQUE,
    url           TEXT NOT NULL UNIQUE,
    host          TEXT NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('active', 'paused', 'refused', 'gone')),
    tags          TEXT NOT NULL,
    include       TEXT NOT NULL,
    exclude       TEXT NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    body_hash     TEXT,
    wishes        TEXT,
    interval      INTEGER NOT NULL,
    failures      INTEGER NOT NULL DEFAULT 0,
    due           INTEGER NOT NULL,
    why           TEXT NOT NULL,
    moved         TEXT,
    outcomes      TEXT NOT NULL DEFAULT '[]',
    created       INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX feed_by_host ON feed (host, status, due);
  -- One job at a time for a host; the claim tells a late answer from a current one.
  CREATE TABLE host (
    name  TEXT PRIMARY KEY,
    due   INTEGER,
    free  INTEGER NOT NULL DEFAULT 0,
    claim INTEGER NOT NULL DEFAULT 0,
    until INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE INDEX host_due ON host (due);
  -- A subscription at a hub (WebSub).
  CREATE TABLE lease (
    feed_id TEXT PRIMARY KEY,
    hub     TEXT NOT NULL,
    topic   TEXT NOT NULL,
    secret  TEXT NOT NULL,
    asked   INTEGER NOT NULL,
    until   INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE TABLE dead_letter (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, host TEXT NOT NULL, feeds TEXT NOT NULL);

  -- Which article an upstream id means. Kept when a feed is no longer followed but its articles stay.
  CREATE TABLE entry (
    source     TEXT NOT NULL,
    id         TEXT NOT NULL,
    article_id TEXT NOT NULL,
    address    TEXT,
    essence    TEXT NOT NULL,
    PRIMARY KEY (source, id)
  ) WITHOUT ROWID;
  CREATE INDEX entry_by_address ON entry (source, address);
  CREATE INDEX entry_of ON entry (article_id);

  -- The stories of a source, numbered as they came, and the paragraphs of the newest.
  CREATE TABLE story (
    article_id TEXT PRIMARY KEY,
    source     TEXT NOT NULL,
    number     INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    words      INTEGER NOT NULL,
    signature  BLOB NOT NULL
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX story_of_source ON story (source, number);
  CREATE TABLE paragraph (
    source TEXT NOT NULL,
    number INTEGER NOT NULL,
    print  TEXT NOT NULL,
    PRIMARY KEY (source, number, print)
  ) WITHOUT ROWID;
  CREATE INDEX paragraph_by_print ON paragraph (source, print, number);

  -- The words of the newest stories, and what to read after an article.
  CREATE TABLE recent (number INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE);
  CREATE VIRTUAL TABLE recent_text USING fts5 (
    title, tags, body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
  );
  CREATE VIRTUAL TABLE recent_words USING fts5vocab (recent_text, row);
  CREATE TABLE related (
    article_id TEXT NOT NULL,
    other_id   TEXT NOT NULL,
    score      REAL NOT NULL,
    same       INTEGER NOT NULL,
    PRIMARY KEY (article_id, other_id)
  ) WITHOUT ROWID;
  CREATE INDEX related_other ON related (other_id);
  `,
  // 5: search.
  `
  -- Numbered by the time of publication (src/newsroom/search/indexing.ts).
  CREATE TABLE searchable (number INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
  CREATE VIRTUAL TABLE search_text USING fts5 (
    title, standfirst, names, body, filters,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
  );
  CREATE VIRTUAL TABLE search_words USING fts5vocab (search_text, row);
  -- Articles to be filed and indexed anew, some at a time: those of earlier releases first of all.
  CREATE TABLE refile (article_id TEXT PRIMARY KEY) WITHOUT ROWID;
  INSERT INTO refile SELECT article_id FROM membership WHERE scope = 'home';
  INSERT OR IGNORE INTO agenda VALUES ('refile', '', 0, 0);
  `,
  // 6: comments.
  `
  CREATE TABLE comment (
    id         TEXT PRIMARY KEY,
    article_id TEXT NOT NULL,
    parent_id  TEXT,
    status     TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'spam', 'withdrawn')),
    -- Among the top comments of its article, from 0, or among the replies; none until it is approved.
    place      INTEGER,
    name       TEXT NOT NULL,
    email      TEXT,
    text       TEXT NOT NULL,
    spam       REAL NOT NULL,
    -- What the word filter learned from it.
    learned    TEXT CHECK (learned IN ('good', 'spam')),
    -- SHA-256 of the key in its writer's link.
    key        TEXT NOT NULL,
    created    INTEGER NOT NULL,
    changed    INTEGER NOT NULL,
    approved   INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX comment_by_creation ON comment (created, id);
  CREATE INDEX comment_by_status ON comment (status, created, id);
  CREATE INDEX comment_by_place ON comment (article_id, parent_id, place);
  CREATE INDEX comment_of_article ON comment (article_id, status, approved);
  CREATE INDEX comment_by_approval ON comment (status, approved);
  -- What is said of an article: how many comments are approved, and places given to top comments.
  CREATE TABLE thread (
    article_id TEXT PRIMARY KEY,
    approved   INTEGER NOT NULL DEFAULT 0,
    places     INTEGER NOT NULL DEFAULT 0,
    closed     INTEGER NOT NULL DEFAULT 0,
    updated    INTEGER
  ) WITHOUT ROWID;
  -- Who has written when, by the hash that names a visitor for a day. Forgotten after a day.
  CREATE TABLE comment_post (visitor TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE INDEX comment_post_by_visitor ON comment_post (visitor, at);
  CREATE INDEX comment_post_by_age ON comment_post (at);
  -- In how many good and how many spam comments a word stood; the empty word counts the comments.
  CREATE TABLE comment_word (
    word TEXT PRIMARY KEY,
    good INTEGER NOT NULL DEFAULT 0,
    spam INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  `,
  // 7: sitemaps: what was ever public, numbered as it came.
  `
  CREATE TABLE sitemap (number INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL UNIQUE);
  INSERT INTO sitemap (article_id)
    SELECT id FROM article WHERE public_since IS NOT NULL ORDER BY public_since, id;
  `,
  // 8: what documents are made of, and what of it a transaction has changed (src/newsroom/readers.ts).
  `
  CREATE TABLE reading (fact TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (fact, key)) WITHOUT ROWID;
  CREATE INDEX reading_of ON reading (key);
  -- Not unique: where a statement says what a conflict does, that is so in its triggers, too.
  CREATE TABLE changed (fact TEXT NOT NULL);
  -- A hash of what others show of an article; none for one that was last saved by an earlier release.
  ALTER TABLE article ADD COLUMN face TEXT;
  `,
];

/**
 * Brings the ledger to the newest schema, from empty or from any earlier release.
 *
 * @throws Error when the ledger was written by a newer release
 */
export function migrate(storage: DurableObjectStorage, steps: readonly string[] = MIGRATIONS): void {
  storage.transactionSync(() => {
    const { sql } = storage;
    sql.exec("CREATE TABLE IF NOT EXISTS migration (step INTEGER PRIMARY KEY)");
    const done = sql.exec<{ n: number }>("SELECT count(*) AS n FROM migration").one().n;
    if (done > steps.length) {
      throw new Error(`the ledger has schema ${done}, this release knows ${steps.length}`);
    }
    steps.slice(done).forEach((step, i) => {
      sql.exec(step);
      sql.exec("INSERT INTO migration VALUES (?)", done + i + 1);
    });
  });
}
