import { problemResponse } from "../../http/problem.ts";

/** A place in a list of articles, comments or files. */
export interface Place {
  created: number;
  id: string;
}

/** A place as a client carries it: opaque to it, stable for us. */
export function encodeCursor({ created, id }: Place): string {
  return `${created.toString(36)}.${id}`;
}

/** @returns undefined for what `encodeCursor` never made */
export function decodeCursor(cursor: string): Place | undefined {
  const match = /^([0-9a-z]{1,11})\.([0-9a-f-]{32,36})$/.exec(cursor);
  return match?.[1] && match[2] ? { created: Number.parseInt(match[1], 36), id: match[2] } : undefined;
}

/** 422 for a cursor that is none of ours. */
export function unknownCursor(): Response {
  const errors = [{ pointer: "cursor", detail: "take it from `next` of the page before" }];
  return problemResponse({ status: 422, detail: "The cursor is none that we gave.", errors });
}
