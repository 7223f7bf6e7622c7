import type { Item, NamedLink } from "../../model/document.ts";
import { soundOf } from "../feeds/podcast.ts";
import type { PageContext } from "./context.ts";
import { BESIDE, LEADING, Picture, type Place } from "./picture.tsx";
import { Time } from "./time.tsx";

/** What of a story its list makes plain already, and which of its tags lead on. */
export interface Listing {
  /** The URL of the page that it stands on. */
  page: string;
  /** How many stories of the list carry a tag, by the tag's URL. */
  carried: ReadonlyMap<string, number>;
  /** Whether its stories are to be heard where they stand. */
  plays: boolean;
  /** Whether it is a block of history, at whose stories others point. */
  isOlder?: boolean;
}

export function listingOf(page: string, items: readonly Item[], plays = false): Listing {
  const carried = new Map<string, number>();
  for (const { _dateline } of items)
    for (const { url } of _dateline.tags) carried.set(url, (carried.get(url) ?? 0) + 1);
  return { page, carried, plays };
}

const TAGS_SHOWN = 2;

/** The tags of a story, first those that most others of its list have, too. */
function tagsIn({ carried }: Listing, { _dateline: { tags } }: Item): NamedLink[] {
  return [...tags].sort((a, b) => (carried.get(b.url) ?? 0) - (carried.get(a.url) ?? 0));
}

interface TeaserProps {
  item: Item;
  listing: Listing;
  /** `time` where the day stands above it. */
  show: "moment" | "time";
  /** How deep the headline is in the page's outline. */
  level: 2 | 3;
  context: PageContext;
}

/** A story in a list: where it is from, headline, standfirst, time, tags, and its picture where that is ours. */
export function Teaser({ item, listing, show, level, context }: TeaserProps) {
  const { direction, slug } = item._dateline;
  const pictured = isPictured(item, context);
  return (
    <article
      id={listing.isOlder ? slug : undefined}
      class={pictured ? "teaser beside" : "teaser"}
      lang={item.language}
      dir={direction}
    >
      <div>
        <TeaserText item={item} listing={listing} show={show} level={level} context={context} />
      </div>
      {pictured ? <LinkedPicture item={item} place={BESIDE} /> : null}
      {listing.plays ? <Player item={item} context={context} /> : null}
    </article>
  );
}

/** The story that a front page begins with, with its picture. */
export function Lead(props: Omit<TeaserProps, "show" | "level">) {
  const { item, context } = props;
  const { direction } = item._dateline;
  return (
    <article class="teaser lead" lang={item.language} dir={direction}>
      <div>
        <TeaserText {...props} show="moment" level={2} />
      </div>
      {isPictured(item, context) ? <LinkedPicture item={item} place={LEADING} first /> : null}
    </article>
  );
}

/** Whether a story has a picture that is here: another server is not told who reads a list. */
function isPictured({ image }: Item, { site }: PageContext): boolean {
  return image?.startsWith(`${site.url}/`) ?? false;
}

/** The picture of a story, which leads to it; its headline does so for those who go by keys. */
function LinkedPicture({ item, place, first = false }: { item: Item; place: Place; first?: boolean }) {
  if (!item.image) return null;
  const { image: facts = { alt: "" } } = item._dateline;
  return (
    <a href={item.url} tabindex={-1}>
      <Picture url={item.image} facts={facts} place={place} first={first} />
    </a>
  );
}

function TeaserText({ item, listing, show, level, context }: TeaserProps) {
  const { source, standfirst } = item._dateline;
  const Heading = level === 2 ? "h2" : "h3";
  const [from, ...tags] = [
    ...(source ? [{ name: source.name, url: source.page }] : []),
    ...tagsIn(listing, item),
  ].filter(({ url }) => url !== listing.page);
  return (
    <>
      {from ? (
        <p class="kicker">
          <a href={from.url}>
            <bdi>{from.name}</bdi>
          </a>
        </p>
      ) : null}
      <Heading>
        <a href={item.url}>{item.title}</a>
      </Heading>
      <p class="standfirst">{standfirst ?? item.summary}</p>
      <p class="when" lang={context.language} dir={context.direction}>
        <Time at={item.date_published} show={show} context={context} />
        <CommentCount item={item} context={context} />
        {tags.slice(0, TAGS_SHOWN).map(({ name, url }) => (
          <>
            {" · "}
            <a href={url} rel="tag">
              <bdi>{name}</bdi>
            </a>
          </>
        ))}
      </p>
    </>
  );
}

/** The sound of an episode, where it is here: another server is not told who looks at a list. */
function Player({ item, context: { site } }: { item: Item; context: PageContext }) {
  const sound = soundOf(item);
  if (!sound?.url.startsWith(`${site.url}/`)) return null;
  return <audio controls preload="none" src={sound.url} aria-label={item.title} />;
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
