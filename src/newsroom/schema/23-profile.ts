/** What the publication is called and how it looks, where that is not as it was deployed. */
export const PROFILE = `
CREATE TABLE profile (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
`;
