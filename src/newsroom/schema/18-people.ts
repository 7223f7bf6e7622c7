/** The people of a newsroom, how they get in, what they write that nobody reads yet, and who did what. */
export const PEOPLE = `
CREATE TABLE person (
  id      TEXT PRIMARY KEY,
  name    TEXT NOT NULL,
  role    TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'author', 'contributor', 'moderator')),
  created INTEGER NOT NULL,
  seen    INTEGER,
  -- Since when they have no access any more. What they did stays theirs.
  removed INTEGER
) WITHOUT ROWID;
CREATE TABLE passkey (
  id         TEXT PRIMARY KEY,
  person_id  TEXT NOT NULL,
  name       TEXT NOT NULL,
  public_key TEXT NOT NULL,
  counter    INTEGER NOT NULL,
  transports TEXT NOT NULL,
  created    INTEGER NOT NULL,
  used       INTEGER
) WITHOUT ROWID;
CREATE INDEX passkey_of ON passkey (person_id);
-- Links and codes that are good once, by the SHA-256 of their secret.
CREATE TABLE way_in (
  hash      TEXT PRIMARY KEY,
  person_id TEXT NOT NULL,
  kind      TEXT NOT NULL CHECK (kind IN ('link', 'code')),
  expires   INTEGER
) WITHOUT ROWID;
CREATE INDEX way_in_of ON way_in (person_id);
CREATE TABLE session (
  id        TEXT PRIMARY KEY,
  hash      TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL,
  agent     TEXT NOT NULL,
  created   INTEGER NOT NULL,
  used      INTEGER NOT NULL,
  verified  INTEGER
) WITHOUT ROWID;
CREATE INDEX session_of ON session (person_id);
-- What a passkey is asked to sign, once.
CREATE TABLE challenge (hash TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE working_copy (
  article_id TEXT PRIMARY KEY,
  -- Counts its changes, from 1.
  version    INTEGER NOT NULL,
  -- The revision of the article that it was made from; 0 where there is no article yet.
  base       INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('writing', 'submitted', 'returned')),
  note       TEXT NOT NULL,
  content    TEXT NOT NULL,
  -- Who began it, and who wrote in it last.
  begun_by   TEXT NOT NULL,
  saved_by   TEXT NOT NULL,
  saved      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX working_copy_by_age ON working_copy (saved);
-- What it said before: what two people wrote at once is brought together by what both began with.
CREATE TABLE copy_version (
  article_id TEXT NOT NULL,
  version    INTEGER NOT NULL,
  content    TEXT NOT NULL,
  PRIMARY KEY (article_id, version)
) WITHOUT ROWID;

CREATE TABLE action (
  n       INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  kind    TEXT NOT NULL,
  subject TEXT NOT NULL,
  article TEXT,
  detail  TEXT NOT NULL
);
CREATE INDEX action_of_actor ON action (actor, n);
CREATE INDEX action_of_article ON action (article, n);
`;
