import type { Item } from "../../model/document.ts";
import type { PageContext } from "./context.ts";

/** Names in a row: "A, B and C". */
export function Names({ authors, context }: { authors: NonNullable<Item["authors"]>; context: PageContext }) {
  const { strings } = context;
  return (
    <>
      {authors.map(({ name, url }, i) => (
        <>
          {i === 0 ? null : i === authors.length - 1 ? ` ${strings.and} ` : ", "}
          {url ? (
            <a href={url} rel="author">
              <bdi>{name}</bdi>
            </a>
          ) : (
            <bdi>{name}</bdi>
          )}
        </>
      ))}
    </>
  );
}
