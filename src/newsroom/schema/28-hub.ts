/** Who is told of changes: subscribers at our hub (WebSub). */
export const HUB = `
-- A feed that somebody subscribed to.
CREATE TABLE topic (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  url     TEXT NOT NULL UNIQUE,
  key     TEXT NOT NULL,
  -- Grows with each change that subscribers are told.
  version INTEGER NOT NULL DEFAULT 1,
  -- Of what its entries said last.
  said    TEXT NOT NULL DEFAULT '',
  -- Why there is nothing to tell of any more.
  ended   TEXT
);
CREATE INDEX topic_of ON topic (key);
-- What asks to be one, until its callback says that it wants to.
CREATE TABLE subscription_request (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  mode     TEXT NOT NULL CHECK (mode IN ('subscribe', 'unsubscribe')),
  topic    TEXT NOT NULL,
  key      TEXT NOT NULL,
  callback TEXT NOT NULL,
  host     TEXT NOT NULL,
  secret   TEXT NOT NULL,
  -- Seconds.
  lease    INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  due      INTEGER NOT NULL,
  claimed  INTEGER NOT NULL DEFAULT 0,
  UNIQUE (callback, topic)
);
CREATE INDEX request_due ON subscription_request (due);
CREATE INDEX request_host ON subscription_request (host);
-- Subscribers of one topic that are told together, and what they have been told.
CREATE TABLE subscriber_batch (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  topic   INTEGER NOT NULL,
  members INTEGER NOT NULL,
  version INTEGER NOT NULL,
  claimed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX batch_of ON subscriber_batch (topic, version);
CREATE TABLE subscription (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  topic    INTEGER NOT NULL,
  batch    INTEGER NOT NULL,
  callback TEXT NOT NULL,
  host     TEXT NOT NULL,
  secret   TEXT NOT NULL,
  since    INTEGER NOT NULL,
  until    INTEGER NOT NULL,
  UNIQUE (topic, callback)
);
CREATE INDEX subscription_batch ON subscription (batch);
CREATE INDEX subscription_until ON subscription (until);
CREATE INDEX subscription_host ON subscription (host);
-- Those that did not answer, or too late: told each by itself, so that they keep nobody waiting.
CREATE TABLE late_subscriber (
  id       INTEGER PRIMARY KEY,
  topic    INTEGER NOT NULL,
  -- The newest change that it has.
  version  INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  due      INTEGER NOT NULL,
  claimed  INTEGER NOT NULL DEFAULT 0,
  error    TEXT
);
CREATE INDEX late_due ON late_subscriber (due);
CREATE INDEX late_topic ON late_subscriber (topic);
`;
