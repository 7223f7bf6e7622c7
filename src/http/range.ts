/** Bytes of a whole, the last one included. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * What of a representation a request asks for (RFC 9110 §14.2): a single range of bytes. Anything else,
 * several ranges included, is answered as if nothing had been said, which is allowed for each.
 *
 * @param size of the whole, bytes
 * @returns `unsatisfiable` for one that begins after its end (§15.5.17)
 */
export function rangeOf(header: string | null, size: number): ByteRange | "whole" | "unsatisfiable" {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/i.exec((header ?? "").replace(/\s/g, "")) ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return "whole";
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length === 0 ? "unsatisfiable" : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== "" && Number(to) < first) return "whole"; // no range at all: it is ignored (§14.1.1)
  return first >= size ? "unsatisfiable" : { first, last };
}

/**
 * Whether a range may be given to a client that has part of another version (RFC 9110 §13.1.5): it names the
 * current one, by a strong tag. A date would do where it is a strong validator, which ours is not asked to be.
 */
export function isSameVersion(ifRange: string | null, etag: string): boolean {
  return ifRange === null || ifRange.trim() === etag;
}
