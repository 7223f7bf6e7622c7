/** Sitemaps: what was ever public, numbered as it came. */
export const SITEMAPS = `
CREATE TABLE sitemap (number INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL UNIQUE);
INSERT INTO sitemap (article_id)
  SELECT id FROM article WHERE public_since IS NOT NULL ORDER BY public_since, id;
`;
