/** Other publications' feeds: what is followed, what came of it, and what their stories repeat. */
export const GATHERING = `
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
`;
