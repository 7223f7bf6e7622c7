/** What comes from another system: entries that have their ids already, and addresses that the world knows. */
export const MOVING = `
-- How many entries the feeds had in which it was public elsewhere before: nobody is told of it as new.
ALTER TABLE article ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
-- The id that its entry had in another system's feeds.
ALTER TABLE comment ADD COLUMN entry_id TEXT;
CREATE UNIQUE INDEX comment_by_entry ON comment (entry_id);
-- Former addresses, each with where it leads: to an article, wherever that goes, or to a path or URL.
-- A pattern is one with a wildcard, which the Worker knows by heart.
CREATE TABLE redirect (
  path       TEXT PRIMARY KEY,
  article_id TEXT,
  target     TEXT NOT NULL,
  pattern    INTEGER NOT NULL,
  created    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX redirect_of ON redirect (article_id);
CREATE INDEX redirect_pattern ON redirect (pattern, created, path);
`;
