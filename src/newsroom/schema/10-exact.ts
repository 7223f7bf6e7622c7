/** What crawlers and readers of feeds are told of sitemaps, originals and upstream feeds. */
export const EXACT = `
-- Whether the original is at another address.
ALTER TABLE article ADD COLUMN reprint INTEGER NOT NULL DEFAULT 0;
UPDATE article SET reprint = 1 WHERE (
  SELECT json_extract(r.content, '$.canonicalUrl') FROM revision r
  WHERE r.article_id = article.id AND r.revision = article.revision
) IS NOT NULL;
-- What a source's Atom feed says its id is.
ALTER TABLE source ADD COLUMN feed_id TEXT;
-- When what a block of the sitemaps tells last changed, which never goes back.
CREATE TABLE sitemap_block (block INTEGER PRIMARY KEY, modified INTEGER NOT NULL);
INSERT INTO sitemap_block
  SELECT (s.number - 1) / 1000 + 1, max(a.modified) FROM sitemap s JOIN article a ON a.id = s.article_id GROUP BY 1;
`;
