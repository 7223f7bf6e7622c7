/** Pages of their own, as an imprint: written like articles, and in no list. */
export const PAGES = `
ALTER TABLE article ADD COLUMN page INTEGER NOT NULL DEFAULT 0;
CREATE INDEX page_by_date ON article (published, id) WHERE page = 1;
`;
