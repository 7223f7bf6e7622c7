import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";
import { Notice } from "./notice.tsx";

/** What there is to say of tags besides what they are. */
export interface TagsSaid {
  done?: "renamed" | "merged" | "described";
  /** What it is called now. */
  label?: string;
  /** A label that another tag has: the one that was to get it may become a part of that. */
  taken?: { slug: string; label: string; by: string };
  isProgramme?: boolean;
}

interface TagsPage {
  tags: { slug: string; label: string; description: string; aliases: string[]; count: number }[];
  /** Where the next page begins. */
  more: string | null;
  said: TagsSaid;
}

/** Tags, to be renamed, and made parts of one another. */
export function renderTags(context: DeskContext, { tags, more, said }: TagsPage): string {
  const { words } = context;
  const say = words.tagsPage;
  const { done, label = "", taken, isProgramme } = said;
  return renderDeskPage({
    context,
    title: words.tags,
    here: "/desk/tags",
    children: (
      <>
        <h1>{words.tags}</h1>
        <p>{say.say}</p>
        {done ? <Notice>{say[done](label)}</Notice> : null}
        {isProgramme ? <Notice isAlert>{say.programme}</Notice> : null}
        {taken ? (
          <form class="say" role="alert" method="post" action={`/desk/tags/${taken.slug}`}>
            <p>{say.taken(taken.label)}</p>
            <button type="submit" name="into" value={taken.by}>
              {say.merge(taken.label)}
            </button>
          </form>
        ) : null}
        {tags.length ? null : <p>{say.none}</p>}
        <ul class="rows">
          {tags.map((tag) => (
            <li>
              <form class="inline" method="post" action={`/desk/tags/${tag.slug}`}>
                <label>
                  <a href={`/tags/${tag.slug}`}>{say.stories(tag.count)}</a>
                  {tag.aliases.length ? ` · ${say.also(tag.aliases.join(", "))}` : ""}
                  <input
                    name="label"
                    value={tag.label}
                    maxlength={100}
                    dir="auto"
                    required
                    aria-label={say.label}
                  />
                </label>
                <label class="wide">
                  {say.description}
                  <input name="description" value={tag.description} maxlength={300} dir="auto" />
                </label>
                <input type="hidden" name="was" value={tag.label} />
                <button type="submit">{say.rename}</button>
              </form>
            </li>
          ))}
        </ul>
        {more ? <a href={`/desk/tags?after=${encodeURIComponent(more)}`}>{words.more}</a> : null}
      </>
    ),
  });
}
