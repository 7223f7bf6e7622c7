import { normalised } from "../text/plain.ts";

/** A path segment that names an article, tag, source or author: letters, digits, single hyphens. */
export type Slug = string & { readonly slug: unique symbol };

/** Characters; a slug of four-byte letters still fits a KV key of 512 bytes. */
const SLUG_LIMIT = 100;

/** Signs at the end of a word that tell it from another: `C`, `C++` and `C#`. */
function spelledOut(text: string): string {
  return text
    .replace(/(?<=[\p{L}\p{N}])\++(?![\p{L}\p{N}+])/gu, (pluses) => "-plus".repeat(pluses.length))
    .replace(/(?<=[\p{L}\p{N}])#(?![\p{L}\p{N}])/gu, "-sharp");
}

/**
 * The slug of a name: NFKC, lower case, letters and digits of any script kept, all else a hyphen, but for
 * signs that names end with.
 *
 * @returns the slug, or "" where the name has no letter or digit
 */
export function slugify(name: string): Slug | "" {
  const words = spelledOut(foldCase(name))
    .replace(/['’ʼ]/g, "")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);
  let slug = "";
  for (const word of words) {
    const longer = slug ? `${slug}-${word}` : word;
    if (longer.length > SLUG_LIMIT) break;
    slug = longer;
  }
  // One word longer than the limit; the slice may end within a surrogate pair.
  if (!slug && words[0]) slug = words[0].slice(0, SLUG_LIMIT).replace(/\p{Cs}/gu, "");
  return slug as Slug | "";
}

/** Whether a string is a slug already, as `slugify` would leave it. */
export function isSlug(text: string): text is Slug {
  return isPlainSlug(text) || (text !== "" && slugify(text) === text);
}

/** Most slugs are ASCII, which is as it should be where it has this form: readers need not wait for more. */
const isPlainSlug = (text: string) => text.length <= SLUG_LIMIT && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text);

/** Compatibility-normalised lower case, stable under repetition. */
export function foldCase(text: string): string {
  return normalised(text, "NFKC").toLowerCase().normalize("NFKC");
}
