import type { NamedLink } from "../../model/document.ts";

/** A link to a story or a list, by its name. */
export interface TitledLink {
  title: string;
  url: string;
  /** Of the title, where it is known. */
  language?: string | undefined;
}

/** Links under a heading; nothing where there are none. */
export function Links({ title, links }: { title: string; links: TitledLink[] }) {
  if (links.length === 0) return null;
  return (
    <>
      <h2 class="label">{title}</h2>
      <ul>
        {links.map((link) => (
          <li>
            <a href={link.url}>
              <bdi lang={link.language}>{link.title}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Tags under a heading, in a row. */
export function TagLinks({ title, tags }: { title: string; tags: Pick<NamedLink, "name" | "url">[] }) {
  return (
    <section class="tags">
      <h2 class="label">{title}</h2>
      <ul>
        {tags.map(({ name, url }) => (
          <li>
            <a href={url} rel="tag">
              <bdi>{name}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
