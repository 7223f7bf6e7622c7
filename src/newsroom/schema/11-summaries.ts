/** How a text begins, and what its key points are, is told by other rules: of every article anew. */
export const SUMMARIES = `
INSERT OR IGNORE INTO refile SELECT article_id FROM membership WHERE scope = 'home';
INSERT OR IGNORE INTO agenda VALUES ('refile', '', 0, 0);
`;
