/** Files of our own, whose bytes are in R2, and the articles that show them. */
export const MEDIA = `
CREATE TABLE media (
  id      TEXT PRIMARY KEY,
  type    TEXT NOT NULL,
  size    INTEGER NOT NULL,
  width   INTEGER NOT NULL,
  height  INTEGER NOT NULL,
  name    TEXT NOT NULL,
  alt     TEXT NOT NULL,
  credit  TEXT NOT NULL,
  created INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX media_by_created ON media (created, id);
CREATE TABLE media_use (
  media_id   TEXT NOT NULL,
  article_id TEXT NOT NULL,
  PRIMARY KEY (media_id, article_id)
) WITHOUT ROWID;
CREATE INDEX media_of ON media_use (article_id);
-- Files whose bytes are about to go: until they are gone, none of them can come back.
CREATE TABLE media_removal (id TEXT PRIMARY KEY, type TEXT NOT NULL) WITHOUT ROWID;
`;
