/** What documents are made of, and what of it a transaction has changed (src/newsroom/documents/readers.ts). */
export const FACTS = `
CREATE TABLE reading (fact TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (fact, key)) WITHOUT ROWID;
CREATE INDEX reading_of ON reading (key);
-- Not unique: where a statement says what a conflict does, that is so in its triggers, too.
CREATE TABLE changed (fact TEXT NOT NULL);
-- A hash of what others show of an article; none for one that was last saved by an earlier release.
ALTER TABLE article ADD COLUMN face TEXT;
`;
