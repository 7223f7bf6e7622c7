// What comes from another system, whatever that is.

/** Where something stands in what is read, for whoever looks for it there. */
export interface Place {
  file: string;
  /** From 1, where that is known. */
  line?: number;
  /** What it is called, for a person. */
  name: string;
}

/** A file that a story shows or brings along, by its address. */
export interface FileWish {
  url: string;
  /** What it shows; empty for decoration. */
  alt: string;
  /** Where it is on this machine, if it is. */
  path?: string;
}

export interface Comment {
  /** The id that its entry has in the old feeds. */
  entryId: string;
  /** The `entryId` of what it answers. */
  parent: string | null;
  status: "approved" | "pending";
  name: string;
  email: string | null;
  text: string;
  official: boolean;
  /** RFC 3339. */
  created: string;
}

export interface Story {
  at: Place;
  /** The id that its entry has in the old feeds, to the letter. */
  entryId: string;
  /** Where it was: paths and URLs. */
  addresses: string[];
  page: boolean;
  /** One with a date to come is scheduled. */
  status: "draft" | "published";
  title: string;
  html: string;
  /** Instead of HTML; `named` is what it shows, by the names in it. */
  markdown?: string;
  named?: (name: string, alt: string) => FileWish | null;
  standfirst: string;
  tags: string[];
  authors: string[];
  slug: string | null;
  /** RFC 3339. */
  published: string | null;
  updated: string | null;
  image: FileWish | null;
  /** Sound, and other files that come with it. */
  files: { url: string; type: string; size: number | null }[];
  commentsClosed: boolean;
  comments: Comment[];
  /** What is not as it was, in sentences. */
  notes: string[];
}

/** A former address, and where it leads. */
export interface Redirect {
  from: string;
  to: string;
}

/** A system that something comes from. */
export interface Origin {
  /** Its public address; empty where nothing says it. */
  url: string;
  /** Entries of its feeds. */
  feedLength: number;
  /** Stories that will come. */
  stories: number;
  read(signal: AbortSignal): AsyncIterable<Story>;
  /** What leads to other things than stories, once all have been read. @param media the path of a file that was brought, by its address */
  redirects(media: (url: string) => string | undefined): Redirect[];
}
