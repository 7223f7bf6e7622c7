const TURNSTILE = "https://challenges.cloudflare.com";
export const TURNSTILE_SCRIPT = `${TURNSTILE}/turnstile/v0/api.js`;

/** The policy of every page: our own style and script, pictures and sound from articles, no more. */
const policy = (stranger: string) => [
  "default-src 'none'",
  "style-src 'self'",
  `script-src 'self'${stranger && ` ${stranger}`}`,
  ...(stranger ? [`frame-src ${stranger}`] : []),
  "img-src 'self' https: http:",
  "media-src 'self' https: http:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

const made = new Map<string, [name: string, value: string][]>();

/**
 * Headers of every answer.
 *
 * @param https whether the publication's own address is
 * @param turnstile whether the form of comments asks Turnstile who writes
 */
export function securityHeaders(https: boolean, turnstile: boolean): [name: string, value: string][] {
  const kind = `${https} ${turnstile}`;
  const known = made.get(kind);
  if (known) return known;
  const headers = Object.entries({
    "Content-Security-Policy": policy(turnstile ? TURNSTILE : "").join("; "),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    ...(https && { "Strict-Transport-Security": "max-age=31536000" }),
  });
  made.set(kind, headers);
  return headers;
}
