import type { Item } from "../../model/document.ts";
import type { PageContext } from "./context.ts";

/** A moment: absolute in the HTML, kept relative by the script while it is recent. */
export function Time({ at, context }: { at: string; context: PageContext }) {
  return (
    <time datetime={at} data-relative="">
      {context.dateTime(at)}
    </time>
  );
}

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

/** Tags as links. */
function TagLinks({ item }: { item: Item }) {
  const { tags } = item._dateline;
  if (tags.length === 0) return null;
  return (
    <ul class="tags">
      {tags.slice(0, TAGS_SHOWN).map(({ name, url }) => (
        <li>
          <a href={url} rel="tag" dir="auto">
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** How much was said of a story, where something was. */
function CommentCount({ item, context }: { item: Item; context: PageContext }) {
  const count = item._dateline.comments?.count ?? 0;
  if (count === 0) return null;
  return (
    <>
      {" · "}
      <a href={`${item.url}#comments`}>{context.strings.commentCount(count)}</a>
    </>
  );
}

const TAGS_SHOWN = 6;

interface TeaserProps {
  item: Item;
  context: PageContext;
  lead?: boolean;
  /** How deep the headline is in the page's outline. */
  level: 2 | 3;
}

/** A story in a list: source, headline, standfirst, time, tags. */
export function Teaser({ item, context, lead = false, level }: TeaserProps) {
  const { source, direction, standfirst, image } = item._dateline;
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <article class={lead ? "teaser lead" : "teaser"} lang={item.language} dir={direction}>
      {source ? (
        <p class="kicker">
          <a href={source.page} dir="auto">
            {source.name}
          </a>
        </p>
      ) : null}
      <Heading>
        <a href={item.url}>{item.title}</a>
      </Heading>
      {lead && item.image ? (
        <img src={item.image} alt={image?.alt ?? ""} width={image?.width} height={image?.height} />
      ) : null}
      <p class="standfirst">{standfirst ?? item.summary}</p>
      <p class="when" lang={context.site.language} dir={context.direction}>
        <Time at={item.date_published} context={context} />
        <CommentCount item={item} context={context} />
      </p>
      <TagLinks item={item} />
    </article>
  );
}
