/** Whom we may ask. */
export interface Reach {
  /** Our own origin: following ourselves would go round in circles. */
  own: string;
  /** Whether this machine itself may be asked: for development and tests. */
  local: boolean;
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
const LOCAL_NAME =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa|test|invalid|onion)\.?$/;

/**
 * Why a URL must not be fetched, in words; null where it may be. Asked anew at each redirect.
 *
 * The URL parser has made one form of all spellings of an address (decimal, octal, hexadecimal).
 * That a public name does not lead to a private address is seen to by the platform, whose requests
 * leave from the public network.
 */
export function refusal(url: URL, reach: Reach): string | null {
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return "only http and https addresses can be read";
  if (url.username || url.password) return "the address holds a name or a password";
  if (url.origin === reach.own) return "this is our own address";
  const host = url.hostname.toLowerCase();
  if (LOOPBACK.has(host)) return reach.local ? null : "the address is of this machine";
  const port = Number(url.port || 443);
  if (port < 1024 && port !== 443 && port !== 80) return "the port is one of another service";
  if (host.startsWith("[")) return isPublicV6(host.slice(1, -1)) ? null : "the address is a private one";
  if (/^[\d.]+$/.test(host)) return isPublicV4(octets(host)) ? null : "the address is a private one";
  if (LOCAL_NAME.test(host) || !host.includes(".")) return "the name is of a private network";
  return null;
}

const octets = (host: string) => host.split(".").map(Number);

// Addresses that are not globally reachable (IANA IPv4 Special-Purpose Address Registry).
const PRIVATE_V4: [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

function isPublicV4(address: number[]): boolean {
  const value = numberOf(address);
  return !PRIVATE_V4.some(
    ([network, bits]) => value >>> (32 - bits) === numberOf(octets(network)) >>> (32 - bits),
  );
}

function numberOf([a = 0, b = 0, c = 0, d = 0]: number[]): number {
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

/** Only global unicast is public, and of that not what carries an IPv4 address within. */
function isPublicV6(address: string): boolean {
  const groups = groupsOf(address);
  const [first = 0, second = 0] = groups;
  if (first === 0x64 && second === 0xff9b) return isPublicV4(v4Of(groups, 6)); // NAT64, RFC 6052
  if (first === 0x2002) return isPublicV4(v4Of(groups, 1)); // 6to4, RFC 3056
  if (first === 0x2001 && (second === 0xdb8 || second < 0x200)) return false; // documentation, Teredo
  return first >= 0x2000 && first <= 0x3fff;
}

function v4Of(groups: number[], at: number): number[] {
  const [high = 0, low = 0] = groups.slice(at, at + 2);
  return [high >> 8, high & 0xff, low >> 8, low & 0xff];
}

/** The eight groups of an address as the URL parser writes it. */
function groupsOf(address: string): number[] {
  const [head = "", tail] = address.split("::");
  const parse = (part: string) => (part ? part.split(":").map((group) => Number.parseInt(group, 16)) : []);
  if (tail === undefined) return parse(head);
  const [left, right] = [parse(head), parse(tail)];
  return [...left, ...new Array(8 - left.length - right.length).fill(0), ...right];
}
