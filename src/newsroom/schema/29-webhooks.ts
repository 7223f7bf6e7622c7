/** Whose programs are told of what happens (https://www.standardwebhooks.com). */
export const WEBHOOKS = `
CREATE TABLE webhook (
  id            TEXT PRIMARY KEY,
  url           TEXT NOT NULL,
  events        TEXT NOT NULL,
  secret        TEXT NOT NULL,
  old_secret    TEXT NOT NULL DEFAULT '',
  old_until     INTEGER NOT NULL DEFAULT 0,
  status        TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused')),
  why           TEXT,
  failing_since INTEGER,
  created       INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE webhook_event (
  id   TEXT PRIMARY KEY,
  at   INTEGER NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  -- The document that has to be readable before it is told.
  key  TEXT
) WITHOUT ROWID;
CREATE INDEX webhook_event_at ON webhook_event (at);
CREATE TABLE delivery (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook  TEXT NOT NULL,
  event    TEXT NOT NULL,
  state    TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'given-up')),
  attempts TEXT NOT NULL DEFAULT '[]',
  -- How often it was tried since somebody wanted it sent.
  tries    INTEGER NOT NULL DEFAULT 0,
  due      INTEGER NOT NULL,
  claimed  INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX delivery_of ON delivery (webhook, id);
CREATE INDEX delivery_event ON delivery (event);
CREATE INDEX delivery_due ON delivery (due) WHERE state = 'waiting';

-- Since when it has been failing; 0 while it is not.
ALTER TABLE feed ADD COLUMN failing INTEGER NOT NULL DEFAULT 0;
`;
