/** What a moderator decides on, which feeds are read by themselves, and what readers were told of lists. */
export const SAFETY = `
UPDATE agenda SET reason = 'forget-comments' WHERE reason = 'forget-visitors';
-- Each change of a comment, by its writer or by a decision, is a revision.
ALTER TABLE comment ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
-- Whether a feed was in a job that could not be carried out: then it is read by itself until it can be.
ALTER TABLE feed ADD COLUMN apart INTEGER NOT NULL DEFAULT 0;
-- When readers of a list were last told that it had changed, which never goes back.
ALTER TABLE scope ADD COLUMN updated INTEGER NOT NULL DEFAULT 0;
`;
