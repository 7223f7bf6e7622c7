// The history of everything public, for whoever keeps a copy: each change once, in blocks that are read once.

/** What happened to an article or a page. */
export type ChangeKind = "published" | "updated" | "withdrawn";

/** A change, when it could be read. */
export interface ChangeEntry {
  /** From 1, without gaps. */
  n: number;
  kind: ChangeKind;
  /** The article's id in the API: the same whatever becomes of it. */
  id: string;
  /** Its page; the document is at the same address with `.json`. */
  url: string;
  revision: number;
  /** RFC 3339. */
  time: string;
}

/** `/changes/{n}.json`: a hundred changes, the oldest first; fixed once it has as many. */
export interface ChangesBlock {
  block: number;
  changes: ChangeEntry[];
}

/** `/changes.json`: how far it goes. */
export interface ChangesHead {
  /** The number of the newest change; 0 where there is none. */
  newest: number;
  /** When that was; null where there is none. */
  time: string | null;
  /** The block that it stands in; all before it are full. */
  block: string | null;
}

/** The path of a block. */
export const changesPath = (block: number) => `/changes/${block}.json`;
