/** Search. */
export const SEARCH = `
-- Numbered by the time of publication (src/newsroom/search/indexing.ts).
CREATE TABLE searchable (number INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE VIRTUAL TABLE search_text USING fts5 (
  title, standfirst, names, body, filters,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE search_words USING fts5vocab (search_text, row);
-- Articles to be filed and indexed anew, some at a time: those of earlier releases first of all.
CREATE TABLE refile (article_id TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO refile SELECT article_id FROM membership WHERE scope = 'home';
INSERT OR IGNORE INTO agenda VALUES ('refile', '', 0, 0);
`;
