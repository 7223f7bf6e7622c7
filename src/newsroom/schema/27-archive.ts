/** Where the blocks of a list's history end: moments, so that what comes late changes its own block alone. */
export const ARCHIVE = `
-- The first second (Unix time) that is not in the block any more.
CREATE TABLE archive (scope TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (scope, until)) WITHOUT ROWID;
-- Whether the list ever held more than its own documents show.
ALTER TABLE scope ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
UPDATE scope SET archived = 1 WHERE live > 50 AND name NOT GLOB 'day:*';
INSERT OR IGNORE INTO archive
  SELECT scope, published / 1000 FROM membership
  WHERE scope NOT GLOB 'day:*' AND published >= 0 AND (published / 1000 * 48271) % 2147483647 % 50 = 0;
`;
