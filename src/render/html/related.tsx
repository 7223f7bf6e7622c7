import type { RelatedArticle } from "../../model/document.ts";
import type { PageContext } from "./context.ts";
import { Time } from "./teaser.tsx";

/** What to read next: the same event elsewhere, then what shares its subjects. */
export function Related({ articles, context }: { articles: RelatedArticle[]; context: PageContext }) {
  const { strings } = context;
  const same = articles.filter((each) => each.same);
  const others = articles.filter((each) => !each.same);
  return (
    <>
      <RelatedList title={strings.alsoReported} articles={same} context={context} />
      <RelatedList title={strings.related} articles={others} context={context} />
    </>
  );
}

interface RelatedListProps {
  title: string;
  articles: RelatedArticle[];
  context: PageContext;
}

function RelatedList({ title, articles, context }: RelatedListProps) {
  if (articles.length === 0) return null;
  return (
    <>
      <h2 class="label">{title}</h2>
      <ul class="related">
        {articles.map(({ title: headline, url, source, published, language, tags }) => (
          <li>
            <a href={url} lang={language} dir="auto">
              {headline}
            </a>
            <p>
              <bdi>{source}</bdi> · <Time at={published} context={context} />
              {tags.length ? (
                <>
                  {" · "}
                  <bdi>{tags.slice(0, SHARED_SHOWN).join(", ")}</bdi>
                </>
              ) : null}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

const SHARED_SHOWN = 3;
