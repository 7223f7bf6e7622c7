/** What has to be written to KV, what was, and what is due later. */
export const DOCUMENTS = `
CREATE TABLE outbox (
  key      TEXT PRIMARY KEY,
  rank     INTEGER NOT NULL,
  version  INTEGER NOT NULL,
  since    INTEGER NOT NULL,
  due      INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  error    TEXT
) WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (due);
CREATE TABLE document (
  key     TEXT PRIMARY KEY,
  kind    TEXT NOT NULL,
  hash    TEXT NOT NULL,
  changed INTEGER NOT NULL,
  written INTEGER NOT NULL,
  stored  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE agenda (
  reason  TEXT NOT NULL,
  subject TEXT NOT NULL,
  since   INTEGER NOT NULL,
  due     INTEGER NOT NULL,
  PRIMARY KEY (reason, subject)
) WITHOUT ROWID;
CREATE INDEX agenda_due ON agenda (due);
CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;
