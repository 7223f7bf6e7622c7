/** The stories that stand first on the front page, in their order, each until a time or for good. */
export const FRONT = `
CREATE TABLE front_story (
  article_id TEXT PRIMARY KEY,
  place      INTEGER NOT NULL,
  until      INTEGER
) WITHOUT ROWID;
`;
