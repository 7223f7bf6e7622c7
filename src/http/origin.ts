/**
 * Whether a form was sent from a page of another site, which a visitor may not know of: as the browser
 * says (https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header), else by the page's origin
 * (https://fetch.spec.whatwg.org/#origin-header). Programs send neither.
 *
 * @param own our origin
 */
export function isFromElsewhere(headers: Headers, own: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin" && site !== "none";
  const origin = headers.get("origin");
  return origin !== null && origin !== own;
}
