import type { RelatedArticle } from "../../model/document.ts";
import type { PageContext } from "./context.ts";
import { Time } from "./time.tsx";

/** Reports of the same event, and others: more would not be looked at. */
const SHOWN = 4;
const SHARED_SHOWN = 3;

/** What to read next: the same event elsewhere, then what shares its subjects. */
export function Related({ articles, context }: { articles: RelatedArticle[]; context: PageContext }) {
  const { strings } = context;
  const same = articles.filter((each) => each.same).slice(0, SHOWN);
  const others = articles.filter((each) => !each.same).slice(0, SHOWN - same.length);
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
    <section class="related">
      <h2 class="label">{title}</h2>
      <ul>
        {articles.map(({ title: headline, url, source, published, language, tags }) => (
          <li>
            <a href={url}>
              <bdi lang={language}>{headline}</bdi>
            </a>
            <p>
              <bdi>{source ?? context.site.title}</bdi> · <Time at={published} context={context} />
              {tags.slice(0, SHARED_SHOWN).map((tag) => (
                <>
                  {" · "}
                  <bdi>{tag}</bdi>
                </>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
