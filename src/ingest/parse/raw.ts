// What the adapters of the dialects hand on: the same fields for each, nothing decided yet.

/** Text with what kind of text it is. */
export interface RawText {
  value: string;
  /** Whether it is HTML; undefined where the dialect leaves that open. */
  html?: boolean | undefined;
}

export interface RawMedia {
  url: string;
  type?: string | undefined;
  /** `image`, `audio`, `video` (Media RSS). */
  medium?: string | undefined;
  title?: string | undefined;
  /** Bytes. */
  size?: number | undefined;
  /** Seconds. */
  duration?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
}

/** An entry as its dialect has it: strings as they stand there, URLs possibly relative. */
export interface RawEntry {
  id?: string | undefined;
  links: (string | undefined)[];
  /** What relative URLs of the entry are resolved against, itself possibly relative. */
  base?: string | undefined;
  title?: RawText | undefined;
  content?: (RawText & { base?: string | undefined }) | undefined;
  summary?: RawText | undefined;
  published?: string | undefined;
  updated?: string | undefined;
  authors: (string | undefined)[];
  categories: (string | undefined)[];
  language?: string | undefined;
  media: RawMedia[];
  /** Pictures that stand for the entry, best first. */
  images: (RawMedia | undefined)[];
}

export interface RawFeed {
  id?: string | undefined;
  title?: RawText | undefined;
  home?: string | undefined;
  base?: string | undefined;
  language?: string | undefined;
  hub?: string | undefined;
  self?: string | undefined;
  /** Where what is older is: in archives, or on the next page. */
  older?: string | undefined;
  /** Whether it is WordPress's, which has pages that it does not tell of. */
  isWordPress?: boolean | undefined;
  /** Minutes (RSS). */
  ttl?: number | undefined;
  skipHours?: number[] | undefined;
  skipDays?: string[] | undefined;
  updatePeriod?: string | undefined;
  updateFrequency?: number | undefined;
  /** Bylines for entries that name none. */
  authors: (string | undefined)[];
  entries: RawEntry[];
}
