/** Articles, what they are filed under, and the lists that hold them. */
export const ARTICLES = `
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
`;
