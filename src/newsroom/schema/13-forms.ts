/** Smaller forms of pictures, and the colour that stands for one until it is there. */
export const FORMS = `
ALTER TABLE media ADD COLUMN forms TEXT;
ALTER TABLE media ADD COLUMN colour TEXT;
CREATE TABLE leaving (id TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO leaving SELECT id FROM media_removal;
DROP TABLE media_removal;
ALTER TABLE leaving RENAME TO media_removal;
`;
