import type { ListDocument } from "../../model/document.ts";
import type { PageContext } from "./context.ts";

/** Where a script tells that a list has new stories by now: it moves nothing, and whoever follows it sees them. */
export function Fresh({ list, context }: { list: ListDocument; context: PageContext }) {
  return (
    <p class="fresh" role="status" hidden data-fresh={new URL(list.feed_url).pathname}>
      <a href={list.home_page_url}>
        {context.strings.newStories} <bdi />
      </a>
    </p>
  );
}
