/** What the desk shows: stories by when they were changed, what a tag is about, and the last days of the newsroom. */
export const DESK = `
CREATE INDEX article_by_change ON article (status, modified, id);
ALTER TABLE tag ADD COLUMN description TEXT NOT NULL DEFAULT '';
-- The tags that the front page's line of sections has; where there are none, those that most stories carry.
CREATE TABLE front_section (slug TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
-- The most that waited, and how often the edge was told of something, hour by hour.
CREATE TABLE hour (
  at      INTEGER PRIMARY KEY,
  outbox  INTEGER NOT NULL DEFAULT 0,
  calls   INTEGER NOT NULL DEFAULT 0,
  dead    INTEGER NOT NULL DEFAULT 0,
  bytes   INTEGER NOT NULL DEFAULT 0
);
`;
