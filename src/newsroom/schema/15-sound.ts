/** Sound has a length in time, seconds, and no size in pixels. */
export const SOUND = `
CREATE TABLE file (
  id       TEXT PRIMARY KEY,
  type     TEXT NOT NULL,
  size     INTEGER NOT NULL,
  width    INTEGER,
  height   INTEGER,
  duration REAL,
  name     TEXT NOT NULL,
  alt      TEXT NOT NULL,
  credit   TEXT NOT NULL,
  created  INTEGER NOT NULL,
  source   TEXT,
  forms    TEXT,
  colour   TEXT
) WITHOUT ROWID;
INSERT INTO file (id, type, size, width, height, name, alt, credit, created, source, forms, colour)
  SELECT id, type, size, width, height, name, alt, credit, created, source, forms, colour FROM media;
DROP TABLE media;
ALTER TABLE file RENAME TO media;
CREATE INDEX media_by_created ON media (created, id);
`;
