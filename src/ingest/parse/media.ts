import type { MediaNs } from "feedsmith";
import type { RawMedia } from "./raw.ts";

/** The files and pictures that Media RSS names (https://www.rssboard.org/media-rss). */
export function fromMediaRss(media: MediaNs.ItemOrFeed | undefined): {
  media: RawMedia[];
  images: RawMedia[];
} {
  const groups = media?.groups ?? [];
  const contents = [...(media?.contents ?? []), ...groups.flatMap((group) => group.contents ?? [])];
  const thumbnails = [
    ...(media?.thumbnails ?? []),
    ...groups.flatMap((group) => group.thumbnails ?? []),
    ...contents.flatMap((content) => content.thumbnails ?? []),
  ];
  const named = contents.flatMap((content): RawMedia[] =>
    content.url === undefined
      ? []
      : [
          {
            ...{ url: content.url, type: content.type, medium: content.medium, duration: content.duration },
            ...{ size: content.fileSize, width: content.width, height: content.height },
            title: content.title?.value ?? content.description?.value,
          },
        ],
  );
  return {
    media: named.filter((each) => !isImage(each)),
    images: [
      ...named.filter(isImage),
      ...thumbnails.flatMap(({ url, width, height }) =>
        url === undefined ? [] : [{ url, width, height, medium: "image" }],
      ),
    ],
  };
}

/** Whether a file is a picture, by its medium, its type, or its name. */
export function isImage({ url, type, medium }: RawMedia): boolean {
  if (medium) return medium === "image";
  if (type) return type.startsWith("image/");
  return /\.(avif|gif|jpe?g|png|webp)(\?|$)/i.test(url);
}
