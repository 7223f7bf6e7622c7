/** Whatever became, changed or ceased to be public, in the order in which readers could see it. */
export const CHANGES = `
CREATE TABLE change (
  n          INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('published', 'updated', 'withdrawn')),
  -- Where it is, or was, as a path.
  path       TEXT NOT NULL,
  revision   INTEGER NOT NULL,
  -- Of what readers were told: nothing changes for a mirror while it is the same.
  told       TEXT NOT NULL,
  at         INTEGER NOT NULL
);
CREATE INDEX change_of ON change (article_id, n);
`;
