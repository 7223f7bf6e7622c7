const TURNSTILE = "https://challenges.cloudflare.com";
export const TURNSTILE_SCRIPT = `${TURNSTILE}/turnstile/v0/api.js`;

/**
 * The policy of every page: our own style and script, our own pictures and sound, no more.
 *
 * @param media from where else these may come, on a page that links to such; empty for nowhere
 */
const policy = (stranger: string, media: string) => [
  "default-src 'none'",
  "style-src 'self'",
  `script-src 'self'${stranger && ` ${stranger}`}`,
  ...(stranger ? [`frame-src ${stranger}`] : []),
  // For the files that auditors and web apps ask for, robots.txt first of all; our script asks for nothing.
  "connect-src 'self'",
  `img-src 'self'${media && ` ${media}`}`,
  `media-src 'self'${media && ` ${media}`}`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

const made = new Map<string, [name: string, value: string][]>();

/** What the headers depend on: the publication's address, and Turnstile's key, empty for none. */
interface Site {
  url: string;
  turnstile: string;
}

/** Headers of every answer. @param linked whether it is a page that asks other servers for pictures or sound */
export function securityHeaders({ url, turnstile }: Site, linked = false): [name: string, value: string][] {
  const https = url.startsWith("https:");
  const guarded = turnstile !== "";
  const kind = `${https} ${guarded} ${linked}`;
  // A secure page loads nothing insecurely.
  const elsewhere = https ? "https:" : "https: http:";
  const known = made.get(kind);
  if (known) return known;
  const headers = Object.entries({
    "Content-Security-Policy": policy(guarded ? TURNSTILE : "", linked ? elsewhere : "").join("; "),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    ...(https && { "Strict-Transport-Security": "max-age=31536000" }),
  });
  made.set(kind, headers);
  return headers;
}
