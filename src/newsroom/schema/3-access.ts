/** Who may write, and which requests were answered already. */
export const ACCESS = `
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
`;
