import type { Item } from "../../model/document.ts";
import type { PageContext } from "./context.ts";
import { type Listing, Teaser } from "./teaser.tsx";

interface DaysProps {
  items: readonly Item[];
  listing: Listing;
  context: PageContext;
}

/** Stories by the day on which they were published, each under a heading that leads to all of that day. */
export function Days({ items, listing, context }: DaysProps) {
  const days = Map.groupBy(items, ({ date_published }) => context.dayPage(date_published));
  return (
    <>
      {[...days].map(([page, stories]) => (
        <section class="edition">
          <h2 class="label">
            <a href={page}>{context.day(stories[0]?.date_published ?? "")}</a>
          </h2>
          <Rows items={stories} level={3} listing={listing} context={context} />
        </section>
      ))}
    </>
  );
}

/** Stories of one day, beside one another as far as there is room. */
export function Rows({ items, listing, level, context }: DaysProps & { level: 2 | 3 }) {
  return (
    <div class="rows">
      {items.map((item) => (
        <Teaser item={item} listing={listing} show="time" level={level} context={context} />
      ))}
    </div>
  );
}
