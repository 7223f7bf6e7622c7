/** Comments. */
export const COMMENTS = `
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
`;
