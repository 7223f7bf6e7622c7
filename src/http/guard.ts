import { ipOf } from "./ip.ts";

/** Whom we may ask. */
export interface Reach {
  /** Our own origin: following ourselves would go round in circles. */
  own: string;
  /** Whether this machine itself may be asked: for development and tests. */
  local: boolean;
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
/** Names of private networks: RFC 6761, RFC 6762 appendix G, RFC 9476, and those of clusters. */
const LOCAL_NAME =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|lan|home|corp|svc|arpa|alt|test|invalid|onion)$/;

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
  const host = nameOf(url);
  if (isOwn(url, host, reach)) return "this is our own address";
  if (LOOPBACK.has(host)) return reach.local ? null : "the address is of this machine";
  const port = Number(url.port || 443);
  if (port < 1024 && port !== 443 && port !== 80) return "the port is one of another service";
  if (host.startsWith("[")) return isPublicV6(host.slice(1, -1)) ? null : "the address is a private one";
  if (/^[\d.]+$/.test(host)) return isPublicV4(octets(host)) ? null : "the address is a private one";
  if (LOCAL_NAME.test(host) || !host.includes(".")) return "the name is of a private network";
  return null;
}

/** A host's name without the dots of the root, which lead to the same (RFC 1034 §3.1). */
const nameOf = (url: URL) => url.hostname.toLowerCase().replace(/\.+$/, "");

/** Whether it is our own host, whatever the scheme; of this machine we are one port of many. */
function isOwn(url: URL, host: string, reach: Reach): boolean {
  const own = new URL(reach.own);
  if (nameOf(own) !== host) return false;
  return !(reach.local && LOOPBACK.has(host)) || url.port === own.port;
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
  const groups = ipOf(address)?.parts ?? [];
  const [first = 0, second = 0] = groups;
  // NAT64, RFC 6052; what has more than zeros between is of a private translator (RFC 8215).
  if (first === 0x64 && second === 0xff9b) {
    return groups.slice(2, 6).every((group) => group === 0) && isPublicV4(v4Of(groups, 6));
  }
  if (first === 0x2002) return isPublicV4(v4Of(groups, 1)); // 6to4, RFC 3056
  if (first === 0x2001 && (second === 0xdb8 || second < 0x200)) return false; // documentation, Teredo
  if (first === 0x3fff && second < 0x1000) return false; // documentation, RFC 9637
  return first >= 0x2000 && first <= 0x3fff;
}

function v4Of(groups: number[], at: number): number[] {
  const [high = 0, low = 0] = groups.slice(at, at + 2);
  return [high >> 8, high & 0xff, low >> 8, low & 0xff];
}
