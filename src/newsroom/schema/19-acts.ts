/** What people have done, and may still take back; and links by which others read what is not published. */
export const ACTS = `
CREATE TABLE pending_act (
  article_id TEXT PRIMARY KEY,
  person_id  TEXT NOT NULL,
  act        TEXT NOT NULL,
  due        INTEGER NOT NULL
) WITHOUT ROWID;
-- By the SHA-256 of their secret.
CREATE TABLE preview_link (
  hash       TEXT PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  article_id TEXT NOT NULL,
  person_id  TEXT NOT NULL,
  created    INTEGER NOT NULL,
  expires    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX preview_link_of ON preview_link (article_id, created);
`;
