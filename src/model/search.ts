import { isLanguageTag, languageOfTag } from "../text/language.ts";
import { normalised, oneLine } from "../text/plain.ts";
import { searchTerms } from "../text/words.ts";
import { type Slug, slugify } from "./slug.ts";

/** Words that have to stand together, as terms; a single word mostly. */
export interface Phrase {
  terms: string[];
  /** As it was written. */
  written: string;
}

export const LISTS_SEARCHED = ["tag", "source", "author"] as const;

/** What a story has to be, or to have. */
export type Condition =
  | { kind: "phrase"; phrase: Phrase }
  | { kind: "list"; list: (typeof LISTS_SEARCHED)[number]; slug: Slug }
  /** The language's first subtag. */
  | { kind: "language"; language: string }
  | { kind: "all" | "any"; of: Condition[] }
  | { kind: "not"; of: Condition };

/** What a reader looks for. */
export interface SearchQuery {
  /** As it was written, on one line and within bounds. */
  text: string;
  /** Null for any story. */
  condition: Condition | null;
  /** The words that are looked for, wherever in the query. */
  wanted: Phrase[];
  /** The same with some of the words enough, where all are asked for. */
  relaxed: Condition | null;
  /** `2025-07-09`, `2025-07` or `2025`: not before it began. */
  after: string | null;
  /** Likewise: before it began. */
  before: string | null;
}

/** Characters of a query, and conditions that are looked for; what is beyond is left out. */
export const QUERY_LENGTH = 500;
const PHRASES = 8;
const LISTS = 16;
/** Brackets within brackets; those beyond are taken for spaces. */
const DEPTH = 4;
/** Words of a phrase. */
const TERMS = 12;

const PART = /(-)?(\()|(\))|(-)?(?:([a-z]+):)?(?:"([^"]*)"?|“([^”]*)”?|([^\s"“()]+))/gu;
const DAY = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** A query on one line, no longer than one may be. */
export function cleanQuery(text: string): string {
  return oneLine(normalised(text.slice(0, 4 * QUERY_LENGTH), "NFC"))
    .slice(0, QUERY_LENGTH)
    .replace(/\p{Cs}/gu, "")
    .trim();
}

/**
 * Reads a query: words that a story must have, `"phrases"`, `-words` that it must not have, and `tag:`,
 * `source:`, `author:` and `lang:`. `OR` between two of these wants one of them, brackets hold together what
 * they hold, and `after:` and `before:` count for all of it. Whatever is none of these is a word.
 */
export function parseQuery(input: string): SearchQuery {
  const text = cleanQuery(input);
  const reader = new Reader(text);
  const { condition, wanted, after, before } = reader.read();
  return { text, condition, wanted, relaxed: relaxedOf(condition), after, before };
}

/** Whether a query asks for anything at all. */
export const asksNothing = ({ condition, after, before }: SearchQuery): boolean =>
  !condition && !after && !before;

/** Some of some phrases. */
export const anyOf = (phrases: Phrase[]): Condition => ({
  kind: "any",
  of: phrases.map((phrase) => ({ kind: "phrase", phrase })),
});

function relaxedOf(condition: Condition | null): Condition | null {
  if (condition?.kind !== "all") return null;
  const phrases = condition.of.flatMap((each) => (each.kind === "phrase" ? [each.phrase] : []));
  if (phrases.length < 2 || condition.of.some(({ kind }) => kind === "any")) return null;
  return { kind: "all", of: [anyOf(phrases), ...condition.of.filter(({ kind }) => kind !== "phrase")] };
}

class Reader {
  private readonly parts: RegExpExecArray[];
  private readonly wanted: Phrase[] = [];
  private after: string | null = null;
  private before: string | null = null;
  private at = 0;
  private depth = 0;
  private phrases = 0;
  private lists = 0;

  constructor(text: string) {
    this.parts = [...text.matchAll(PART)];
  }

  read(): Pick<SearchQuery, "condition" | "wanted" | "after" | "before"> {
    const condition = this.group(false);
    return { condition, wanted: this.wanted, after: this.after, before: this.before };
  }

  /** Everything up to the bracket that ends it. @param isUnwanted within something that is not wanted */
  private group(isUnwanted: boolean): Condition | null {
    const of: Condition[] = [];
    /** Whether what comes next is another choice beside what came last. */
    let isChoice = false;
    while (this.at < this.parts.length) {
      const part = this.parts[this.at++];
      if (!part || part[3]) {
        if (this.depth > 0) break; // else it ends nothing
        continue;
      }
      if (part[0] === "OR") {
        isChoice = of.length > 0;
        continue;
      }
      const found = part[2] ? this.bracket(part[1] === "-", isUnwanted) : this.condition(part, isUnwanted);
      if (!found) continue;
      const last = of.at(-1);
      if (isChoice && last) of[of.length - 1] = { kind: "any", of: [...choicesOf(last), found] };
      else of.push(found);
      isChoice = false;
    }
    return of.length > 1 ? { kind: "all", of } : (of[0] ?? null);
  }

  private bracket(isNot: boolean, isUnwanted: boolean): Condition | null {
    if (this.depth >= DEPTH) return null;
    this.depth++;
    const inner = this.group(isUnwanted || isNot);
    this.depth--;
    return inner && isNot ? { kind: "not", of: inner } : inner;
  }

  private condition(part: RegExpExecArray, isUnwanted: boolean): Condition | null {
    const [written, , , , minus, name, quoted, curly, bare] = part;
    const value = quoted ?? curly ?? bare ?? "";
    const filter = name ? this.filter(name, value) : undefined;
    if (filter === null) return null;
    if (filter) return minus ? { kind: "not", of: filter } : filter;
    const terms = searchTerms(name ? `${name} ${value}` : value).slice(0, TERMS);
    if (terms.length === 0 || this.phrases++ >= PHRASES) return null;
    const phrase = { terms, written };
    if (minus) return { kind: "not", of: { kind: "phrase", phrase } };
    if (!isUnwanted) this.wanted.push(phrase);
    return { kind: "phrase", phrase };
  }

  /** @returns null for one that is taken, and is no condition by itself; undefined for what is none */
  private filter(name: string, value: string): Condition | null | undefined {
    const list = LISTS_SEARCHED.find((each) => each === name);
    if (list) {
      const slug = slugify(value);
      if (!slug) return undefined;
      return this.lists++ < LISTS ? { kind: "list", list, slug } : null;
    }
    if (name === "lang" && isLanguageTag(value))
      return this.lists++ < LISTS ? { kind: "language", language: languageOfTag(value) } : null;
    if ((name === "after" || name === "before") && DAY.test(value)) {
      this[name] = value;
      return null;
    }
    return undefined;
  }
}

const choicesOf = (condition: Condition) => (condition.kind === "any" ? condition.of : [condition]);

/** What somebody ticked and wrote, to have a feed of it. */
export interface Composition {
  /** Lists by their slugs or names; those without one are left out. */
  lists: (readonly [list: (typeof LISTS_SEARCHED)[number], name: string])[];
  /** Words and `"phrases"`. */
  words: string;
  /** Empty for any; holds for all of it. */
  language: string;
  /** Whether a story has to have all of it, or some. */
  join: "all" | "any";
}

/** A query that asks for what somebody put together; empty where they chose nothing. */
export function composeQuery({ lists, words, language, join }: Composition): string {
  const quoted = (name: string) => (/[\s()]/.test(name) ? `"${name}"` : name);
  const listed = lists
    .map(([list, name]) => [list, name.replace(/["“”]/g, "").trim()] as const)
    .filter(([, name]) => slugify(name) !== "")
    .slice(0, LISTS)
    .map(([list, name]) => `${list}:${quoted(name)}`);
  const phrases = (words.replace(/[()]/g, " ").match(/"[^"]*"|“[^”]*”|[^\s"“]+/g) ?? []).filter(
    (word) => word !== "OR" && searchTerms(word).length > 0,
  );
  const parts = [...new Set([...listed, ...phrases])];
  const asked = parts.join(join === "all" ? " " : " OR ");
  if (!language || !isLanguageTag(language)) return asked;
  const all = join === "any" && parts.length > 1 ? `(${asked})` : asked;
  return `${all} lang:${languageOfTag(language)}`.trim();
}
