/** The past of followed feeds, which is brought in page by page. */
export const HISTORIES = `
CREATE TABLE feed_history (
  feed_id  TEXT PRIMARY KEY,
  state    TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'done', 'failed')),
  -- The page that is to be read next, and where that is asked.
  next     TEXT NOT NULL,
  host     TEXT NOT NULL,
  pages    INTEGER NOT NULL DEFAULT 0,
  added    INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  due      INTEGER NOT NULL,
  why      TEXT,
  started  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX feed_history_host ON feed_history (host, state, due);
-- Pages that were read: one that leads back to them leads nowhere.
CREATE TABLE feed_history_page (
  feed_id TEXT NOT NULL,
  url     TEXT NOT NULL,
  PRIMARY KEY (feed_id, url)
) WITHOUT ROWID;
`;
