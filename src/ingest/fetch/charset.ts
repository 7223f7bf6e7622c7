/**
 * Bytes as text: the charset by byte order mark, then by `Content-Type`, then by the XML declaration,
 * then UTF-8, then windows-1252 (RFC 7303 §3). A charset that nobody knows is passed over.
 */
export function decodeText(bytes: Uint8Array, contentType: string): string {
  const stated = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1];
  const charset =
    markOf(bytes) ?? known(stated) ?? (isJson(contentType) ? undefined : known(declared(bytes)));
  if (charset) return new TextDecoder(charset).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes); // not UTF-8: what is left decodes any byte
  }
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
