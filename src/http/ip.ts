/** An IP address as its numbers: 4 bytes, or 8 groups of 16 bits; null for a text that is none. */
export function ipOf(text: string): { version: 4 | 6; parts: number[] } | null {
  // The URL parser makes one form of all spellings.
  const host = URL.parse(`http://${text.includes(":") ? `[${text}]` : text}/`)?.hostname;
  if (!host) return null;
  if (host.startsWith("[")) return { version: 6, parts: groupsOf(host.slice(1, -1)) };
  return /^[\d.]+$/.test(host) ? { version: 4, parts: host.split(".").map(Number) } : null;
}

/** The eight groups of an address as the URL parser writes it. */
function groupsOf(address: string): number[] {
  const [head = "", tail] = address.split("::");
  const parse = (part: string) => (part ? part.split(":").map((group) => Number.parseInt(group, 16)) : []);
  if (tail === undefined) return parse(head);
  const [left, right] = [parse(head), parse(tail)];
  return [...left, ...new Array(8 - left.length - right.length).fill(0), ...right];
}

/**
 * The networks that an address is in, as names: that of one household, and that of a provider's
 * customer or a neighbourhood. IPv6 gives each household a /64 at least, and each customer up to a /48
 * (RFC 6177 §2); of IPv4 it is the address itself and its /24.
 */
export function networksOf(address: string): { household: string; neighbourhood: string } {
  const ip = ipOf(address);
  if (!ip) return { household: address, neighbourhood: address };
  const { version, parts } = ip;
  // ::ffff:0:0/96 holds IPv4 addresses (RFC 4291 §2.5.5.2).
  const mapped = version === 6 && parts.slice(0, 5).every((part) => part === 0) && parts[5] === 0xffff;
  if (mapped) {
    const [high = 0, low = 0] = parts.slice(6);
    return networksOf([high >> 8, high & 0xff, low >> 8, low & 0xff].join("."));
  }
  // Four groups of 16 bits are a /64 and three a /48; four bytes are an address and three a /24.
  const name = (count: number) => `${version}/${parts.slice(0, count).join(":")}`;
  return { household: name(4), neighbourhood: name(3) };
}
