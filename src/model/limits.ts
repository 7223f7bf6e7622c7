// Every bound on what enters. Characters are UTF-16 code units; the rest says its unit.

export const LIMITS = {
  title: 300,
  standfirst: 1000,
  tagLabel: 100,
  tags: 300,
  name: 200,
  authors: 20,
  url: 2048,
  alt: 1000,
  attachments: 20,
  attachmentTitle: 300,
  mimeType: 100,
  /** Bytes of Markdown or HTML as sent. */
  bodyBytes: 1_048_576,
  /** Bytes of HTML as stored: Markdown and escaping make it longer, a SQLite row holds 2 MB. */
  htmlBytes: 1_572_864,
  /** Bytes of an API request: a body of 1 MiB with its JSON escapes. */
  requestBytes: 4_194_304,
  idempotencyKey: 255,
  /** Articles in a list document. */
  listItems: 50,
  /** Bytes of a list document. */
  listBytes: 2_097_152,
  /** Tags, sources and authors, each, in the directory document. */
  directoryEntries: 10_000,
  /** Rows of a page of the API's lists. */
  page: 100,
} as const;
