import { scopePath } from "../../src/model/scope.ts";
import { slugify } from "../../src/model/slug.ts";
import type { Redirect } from "./story.ts";

/** Lets addresses lead to the list that a name has here; none where it is no name of a list. */
export function toList(kind: "tag" | "author", name: string, from: string[]): Redirect[] {
  const slug = slugify(name);
  return slug ? from.map((each) => ({ from: each, to: scopePath({ kind, slug }) })) : [];
}
