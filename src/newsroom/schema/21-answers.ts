/** Comments that the newsroom itself wrote, as an answer. */
export const ANSWERS = `
ALTER TABLE comment ADD COLUMN official INTEGER NOT NULL DEFAULT 0;
`;
