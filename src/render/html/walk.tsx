import type { ArticleDocument, Neighbour } from "../../model/document.ts";
import { isolated, type PageContext } from "./context.ts";

/** The way on: the section, and the stories before and after this one. */
export function Walk({ article, context }: { article: ArticleDocument; context: PageContext }) {
  const { previous, next, section } = article._dateline;
  const { strings } = context;
  if (!previous && !next && !section) return null;
  return (
    <nav class="walk" aria-label={strings.walk}>
      {section ? (
        <p>
          <a href={section.url}>{strings.moreIn(isolated(section.name))}</a>
        </p>
      ) : null}
      {previous ? <Beside to={previous} relation="prev" label={strings.previousStory} /> : null}
      {next ? <Beside to={next} relation="next" label={strings.nextStory} /> : null}
    </nav>
  );
}

function Beside({ to, relation, label }: { to: Neighbour; relation: "prev" | "next"; label: string }) {
  return (
    <p>
      {label}{" "}
      <a href={to.url} rel={relation}>
        <bdi lang={to.language}>{to.title}</bdi>
      </a>
    </p>
  );
}
