import { isLanguageTag, languageOfTag } from "../text/language.ts";
import { normalised, oneLine } from "../text/plain.ts";
import { searchTerms } from "../text/words.ts";
import type { ScopeKind } from "./scope.ts";
import { type Slug, slugify } from "./slug.ts";

/** Words that have to stand together, as terms; a single word mostly. */
export interface Phrase {
  terms: string[];
  /** As it was written. */
  written: string;
}

/** What a reader looks for. */
export interface SearchQuery {
  /** As it was written, on one line and within bounds. */
  text: string;
  wanted: Phrase[];
  unwanted: Phrase[];
  /** Lists that a story has to be in, all of them. */
  scopes: { kind: "tag" | "source" | "author"; slug: Slug }[];
  /** The language's first subtag; null for any. */
  language: string | null;
  /** `2025-07-09`, `2025-07` or `2025`: not before it began. */
  after: string | null;
  /** Likewise: before it began. */
  before: string | null;
}

/** Characters of a query, and phrases and filters that are looked for; what is beyond is left out. */
export const QUERY_LENGTH = 200;
const PHRASES = 8;
const SCOPES = 8;
/** Words of a phrase. */
const TERMS = 12;

const FILTERS: ReadonlySet<string> = new Set<ScopeKind>(["tag", "source", "author"]);
const PART = /(-)?(?:([a-z]+):)?(?:"([^"]*)"?|“([^”]*)”?|([^\s"“]+))/gu;
const DAY = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** A query on one line, no longer than one may be. */
export function cleanQuery(text: string): string {
  return oneLine(normalised(text.slice(0, 4 * QUERY_LENGTH), "NFC"))
    .slice(0, QUERY_LENGTH)
    .replace(/\p{Cs}/gu, "")
    .trim();
}

/**
 * Reads a query: words that a story must have, `"phrases"`, `-words` that it must not have, and
 * `tag:`, `source:`, `author:`, `lang:`, `after:` and `before:`. Whatever is none of these is a word.
 */
export function parseQuery(input: string): SearchQuery {
  const text = cleanQuery(input);
  const query: SearchQuery = {
    ...{ text, wanted: [], unwanted: [], scopes: [] },
    ...{ language: null, after: null, before: null },
  };
  for (const [written, minus, name, quoted, curly, bare] of text.matchAll(PART)) {
    const value = quoted ?? curly ?? bare ?? "";
    if (!minus && name && takeFilter(query, name, value)) continue;
    const terms = searchTerms(name ? `${name} ${value}` : value).slice(0, TERMS);
    const phrases = minus ? query.unwanted : query.wanted;
    if (terms.length && query.wanted.length + query.unwanted.length < PHRASES)
      phrases.push({ terms, written });
  }
  return query;
}

/** Whether a query asks for anything at all. */
export function asksNothing({ wanted, unwanted, scopes, language, after, before }: SearchQuery): boolean {
  return wanted.length + unwanted.length + scopes.length === 0 && !language && !after && !before;
}

function takeFilter(query: SearchQuery, name: string, value: string): boolean {
  if (FILTERS.has(name)) {
    const slug = slugify(value);
    if (!slug) return false;
    if (query.scopes.length < SCOPES) query.scopes.push({ kind: name as "tag" | "source" | "author", slug });
    return true;
  }
  if (name === "lang" && isLanguageTag(value)) {
    query.language = languageOfTag(value);
    return true;
  }
  if ((name === "after" || name === "before") && DAY.test(value)) {
    query[name] = value;
    return true;
  }
  return false;
}
