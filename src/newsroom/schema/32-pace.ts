/** What keeps a large ledger as quick as a small one. */
export const PACE = `
-- Nobody waits for it: it was put out of date by requests for many things at once alone.
ALTER TABLE outbox ADD COLUMN unhurried INTEGER NOT NULL DEFAULT 0;
-- Nothing asks by it.
DROP INDEX redirect_of;
-- When the newest list began, of all and of those that are no days.
CREATE INDEX scope_by_age ON scope (since);
CREATE INDEX scope_by_age_but_days ON scope (since) WHERE name NOT GLOB 'day:*';
`;
