/** Pictures of other publications' stories, and what is done to have them here. */
export const KEPT = `
ALTER TABLE media ADD COLUMN source TEXT;
ALTER TABLE source ADD COLUMN pictures TEXT NOT NULL DEFAULT 'link';
UPDATE source SET pictures = 'keep' WHERE slug IN (SELECT slug FROM feed);

CREATE TABLE linked_picture (
  article_id TEXT NOT NULL,
  url        TEXT NOT NULL,
  PRIMARY KEY (article_id, url)
) WITHOUT ROWID;
CREATE INDEX linked_by_url ON linked_picture (url);
-- When it is to be asked for, or null; tries are counted until one succeeds.
CREATE TABLE kept_picture (
  url           TEXT PRIMARY KEY,
  source        TEXT NOT NULL,
  host          TEXT NOT NULL,
  noted         INTEGER NOT NULL,
  due           INTEGER,
  tries         INTEGER NOT NULL DEFAULT 0,
  media_id      TEXT,
  etag          TEXT,
  last_modified TEXT,
  fetched       INTEGER,
  reason        TEXT
) WITHOUT ROWID;
CREATE INDEX kept_due ON kept_picture (host, due);
CREATE INDEX kept_of_source ON kept_picture (source, noted);
CREATE INDEX kept_as ON kept_picture (media_id);

INSERT OR IGNORE INTO refile SELECT article_id FROM membership WHERE scope IN (SELECT 'source:' || slug FROM feed);
INSERT OR IGNORE INTO agenda SELECT 'refile', '', 0, 0 WHERE EXISTS (SELECT 1 FROM refile);
`;
