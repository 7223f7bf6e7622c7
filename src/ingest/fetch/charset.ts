import { analyse } from "chardet";

/**
 * Bytes as text: the charset by byte order mark, then by `Content-Type`, then by the XML declaration,
 * then UTF-8, then by what letters they would make, then windows-1252 (RFC 7303 §3). A charset that
 * nobody knows is passed over.
 */
export function decodeText(bytes: Uint8Array, contentType: string): string {
  const stated = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1];
  const charset =
    markOf(bytes) ?? known(stated) ?? (isJson(contentType) ? undefined : known(declared(bytes)));
  if (charset) return new TextDecoder(charset).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    // Not UTF-8: what is left decodes any byte.
    return new TextDecoder(guessed(bytes) ?? "windows-1252").decode(bytes);
  }
}

/** Charsets that look like no other where they are: of what is written in Latin letters a guess is as good as none. */
const TOLD_APART = new Set(
  ["Big5", "EUC-JP", "EUC-KR", "GB18030", "Shift_JIS", "KOI8-R", "windows-1251", "ISO-8859-5"].map((name) =>
    name.toLowerCase(),
  ),
);
/** Bytes that are looked at, and how sure a guess has to be, of 100. */
const LOOKED_AT = 65_536;
const SURE = 40;

function guessed(bytes: Uint8Array): string | undefined {
  const [best] = analyse(withoutTags(bytes.subarray(0, LOOKED_AT)));
  return best && best.confidence >= SURE && TOLD_APART.has(best.name.toLowerCase())
    ? known(best.name)
    : undefined;
}

/** Without markup, which is Latin in any language. No charset of these has `<` or `>` within a character. */
function withoutTags(bytes: Uint8Array): Uint8Array {
  let inTag = false;
  return bytes.filter((byte) => {
    if (byte === 0x3c) inTag = true;
    const kept = !inTag;
    if (byte === 0x3e) inTag = false;
    return kept;
  });
}

const isJson = (contentType: string) => /json/i.test(contentType);

function markOf([a, b, c]: Uint8Array): string | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  // No mark, but `<` and its zero byte.
  if (a === 0x3c && b === 0) return "utf-16le";
  if (a === 0 && b === 0x3c) return "utf-16be";
  return undefined;
}

/** The encoding that an XML declaration or an HTML `meta` names, both readable as ASCII. */
function declared(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
  const name =
    /<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1] ??
    /<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1];
  // What could be read as ASCII is no UTF-16, whatever it says of itself.
  return /^utf-?16/i.test(name ?? "") ? undefined : name;
}

function known(label: string | undefined): string | undefined {
  if (!label) return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined; // a name of no charset: the next rule decides
  }
}
