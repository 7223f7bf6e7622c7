import { CARD } from "../../model/icons.ts";
import { isCommon } from "../../model/profile.ts";
import type { Site } from "../site.ts";
import type { PageHead } from "./head.tsx";

/** What a link to a page shows elsewhere: properties of Open Graph (https://ogp.me/) and their values. */
export function socialOf(head: PageHead, site: Site): [property: string, content: string][] {
  const card = isCommon(site.logo) ? site.logo : CARD;
  const { url, alt, width, height } = head.image ?? { ...card, url: site.url + card.path, alt: site.title };
  const properties: [string, string | number | undefined][] = [
    ["og:site_name", site.title],
    ["og:type", head.article ? "article" : "website"],
    ["og:title", head.title ?? site.title],
    ["og:description", head.description],
    ["og:url", head.url ?? head.canonical],
    ["og:locale", localeOf(head.language ?? site.language)],
    ["og:image", url],
    ["og:image:width", width],
    ["og:image:height", height],
    ["og:image:alt", alt],
    ["twitter:card", head.image ? "summary_large_image" : "summary"],
    ["article:published_time", head.article?.published],
    ["article:modified_time", head.article?.modified],
    ...(head.article?.tags ?? []).map((tag): [string, string] => ["article:tag", tag]),
  ];
  return properties.flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
}

/** `language_TERRITORY` (https://ogp.me/#optional); where no territory is named, the likeliest. */
function localeOf(tag: string): string {
  const { language, region } = new Intl.Locale(tag).maximize();
  return region ? `${language}_${region}` : language;
}
