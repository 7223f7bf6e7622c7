/** Tags that are programmes of sound. */
export const PROGRAMMES = `
CREATE TABLE programme (
  slug    TEXT PRIMARY KEY,
  guid    TEXT NOT NULL,
  cover   TEXT NOT NULL,
  content TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX programme_by_cover ON programme (cover);
`;
