import type { JsonFeed } from "feedsmith";
import type { RawFeed } from "./raw.ts";

/** JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/), in the fields that all dialects share. */
export function fromJson(feed: JsonFeed.Feed<string>): RawFeed {
  const names = (authors: JsonFeed.Author[] | undefined) => (authors ?? []).map(({ name }) => name);
  return {
    title: { value: feed.title ?? "", html: false },
    home: feed.home_page_url,
    self: feed.feed_url,
    older: feed.next_url,
    hub: feed.hubs?.find(({ type }) => type?.toLowerCase() === "websub")?.url,
    language: feed.language,
    authors: names(feed.authors),
    entries: (feed.items ?? []).map((item) => ({
      id: item.id,
      links: [item.url, item.external_url],
      title: item.title === undefined ? undefined : { value: item.title, html: false },
      content:
        item.content_html === undefined
          ? { value: item.content_text ?? "", html: false }
          : { value: item.content_html, html: true },
      summary: item.summary === undefined ? undefined : { value: item.summary, html: false },
      published: item.date_published,
      updated: item.date_modified,
      authors: names(item.authors),
      categories: item.tags ?? [],
      language: item.language,
      media: (item.attachments ?? []).flatMap(
        ({ url, mime_type, title, size_in_bytes, duration_in_seconds }) =>
          url === undefined
            ? []
            : [{ url, type: mime_type, title, size: size_in_bytes, duration: duration_in_seconds }],
      ),
      images: [item.image, item.banner_image].map((url) => (url === undefined ? undefined : { url })),
    })),
  };
}
