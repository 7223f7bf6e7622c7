// Parameters that tell who sent a reader, and nothing about what is there.
const TRACKING = [
  /^utm_/,
  /^(mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|li_fat_id)$/,
  /^(_hsenc|_hsmi|__hs\w*|hsctatracking|mkt_tok|vero_(conv|id)|oly_(anon|enc)_id|wickedid|s_cid)$/,
  /^(at_(campaign|medium|custom\d|link\w*)|ns_(mchannel|source|campaign|linkname|fee)|cmpid|ito|ocid)$/,
  /^(pk_(campaign|kwd|source|medium)|mtm_\w+|matomo_\w+|piwik_\w+|ref_src|ref_url|__twitter_impression)$/,
  /^(ftag|feedid|feedtype|sr_share|spm|echobox|xtor)$/,
];

/** A URL without tracking parameters; the rest is kept as it was written. */
export function withoutTracking(url: string): string {
  const [, path = "", query = "", fragment = ""] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? [];
  const kept = query.split("&").filter((part) => {
    const name = part.split("=")[0]?.toLowerCase() ?? "";
    return !TRACKING.some((pattern) => pattern.test(name));
  });
  const mark = /^#(xtor|at_|utm_)/i.test(fragment) ? "" : fragment;
  return path + (kept.length && kept[0] !== "" ? `?${kept.join("&")}` : "") + mark;
}

/**
 * An address as a name of what is there: the same for http and https, with and without `www.`, a
 * trailing slash, a fragment or tracking.
 */
export function addressKey(url: string): string {
  const parsed = URL.parse(withoutTracking(url));
  if (!parsed) return url;
  const { host, pathname, search } = parsed;
  return host.replace(/^www\./, "") + pathname.replace(/\/+$/, "") + search;
}

/** An http or https URL without credentials, resolved; null for anything else. */
export function webUrl(url: string | undefined, base: string): string | null {
  const parsed = url === undefined ? null : URL.parse(url.trim(), base);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return null;
  parsed.username = "";
  parsed.password = "";
  return parsed.href;
}
