/** What files of text say, WebVTT: their bytes are in R2, where a transaction cannot read them. */
export const TEXTS = `
CREATE TABLE media_text (id TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
`;
