/** Tokens of people, which do no more than their role does. */
export const TOKENS = `
ALTER TABLE token ADD COLUMN person_id TEXT;
`;
