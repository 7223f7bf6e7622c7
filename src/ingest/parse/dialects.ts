import { parseFeed as feedsmith } from "feedsmith";
import { legal } from "../../text/plain.ts";
import { fromAtom } from "./atom.ts";
import { fromJson } from "./json.ts";
import { plainRss, withoutBase64 } from "./oddities.ts";
import type { RawFeed } from "./raw.ts";
import { nestingOf, repairXml, withCanonicalLinks, xmlFault } from "./repair.ts";
import { fromRdf, fromRss } from "./rss.ts";

/** A text that is no feed, or none that could be read: why, for a person. */
export class UnreadableFeed extends Error {
  /** Whether it is an HTML page, which may say where its feed is. */
  readonly isPage: boolean;

  constructor(reason: string, isPage = false) {
    super(reason);
    this.isPage = isPage;
  }
}

/** Elements in elements: no feed needs a tenth of it, and the parser slows down with each. */
const NESTING_LIMIT = 500;

/**
 * Reads a feed in any dialect: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1 and 1.1.
 * What is ill-formed is repaired where that is possible.
 *
 * @throws UnreadableFeed with the line and the reason
 */
export function parseDialect(text: string): RawFeed {
  const trimmed = legal(text).trimStart();
  if (trimmed === "") throw new UnreadableFeed("The answer was empty.");
  if (trimmed.startsWith("{") || trimmed.startsWith("[")) return parseJson(trimmed);
  const xml = withCanonicalLinks(repairXml(trimmed));
  const root = /<([\w.-]+:)?(rss|rdf|feed)[\s>]/i.exec(xml);
  if (!root) throw notAFeed(xml);
  const name = `${root[1] ?? ""}${root[2]}`;
  const end = xml.toLowerCase().lastIndexOf(`</${name.toLowerCase()}`);
  // The parser is lenient about what is missing at the end; half a feed must not be taken for one.
  if (end === -1) throw illFormed(xml, `</${name}> is missing: the text was cut off`);
  const whole = usual(`${xml.slice(0, end)}</${name}>`, name);
  if (nestingOf(whole) > NESTING_LIMIT) {
    throw new UnreadableFeed(`Elements are nested more than ${NESTING_LIMIT} deep.`);
  }
  try {
    const { format, feed } = feedsmith(whole);
    if (format === "rss") return fromRss(feed, whole);
    if (format === "rdf") return fromRdf(feed);
    if (format === "atom") return fromAtom(feed);
  } catch (error) {
    throw illFormed(whole, (error as Error).message);
  }
  throw notAFeed(xml);
}

/** @param root the name of the root element, as written */
function usual(xml: string, root: string): string {
  return /feed$/i.test(root) ? withoutBase64(xml) : plainRss(xml, root);
}

function parseJson(text: string): RawFeed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
    const line = text.slice(0, at).split("\n").length;
    throw new UnreadableFeed(`Line ${line}: this is not JSON (${message}).`);
  }
  const { version, items } = (value ?? {}) as { version?: unknown; items?: unknown };
  if (!String(version).includes("jsonfeed.org") || !Array.isArray(items)) {
    throw new UnreadableFeed(
      "This is JSON, but no JSON Feed: it has no version of jsonfeed.org, or no items.",
    );
  }
  try {
    const { format, feed } = feedsmith(value as object);
    if (format === "json") return fromJson(feed);
  } catch {
    // An empty feed is refused by the parser; it is one all the same.
    return fromJson({ title: String((value as { title?: unknown }).title ?? ""), items: [] });
  }
  throw new UnreadableFeed("This is JSON, but no JSON Feed.");
}

function notAFeed(text: string): UnreadableFeed {
  if (/<(!doctype html|html|head|body)[\s>]/i.test(text)) {
    return new UnreadableFeed("This is an HTML page, not a feed.", true);
  }
  return new UnreadableFeed("This is no feed: it has no rss, rdf or feed element, and is no JSON.");
}

function illFormed(xml: string, fallback: string): UnreadableFeed {
  const fault = xmlFault(xml);
  return new UnreadableFeed(fault ? `Line ${fault.line}: ${fault.reason}.` : `${fallback}.`);
}
