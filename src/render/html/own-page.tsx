import type { ArticleDocument } from "../../model/document.ts";
import { showsPicture } from "../feeds/content.ts";
import type { PageContext } from "./context.ts";
import { Attachments, Body, OwnPicture } from "./story-parts.tsx";

/** A page in no list: what it is called, and what it says. */
export function OwnPage({ article, context }: { article: ArticleDocument; context: PageContext }) {
  const { direction, standfirst } = article._dateline;
  return (
    <article class="story" lang={article.language} dir={direction}>
      <header>
        <h1>{article.title}</h1>
        {standfirst ? <p class="standfirst">{standfirst}</p> : null}
      </header>
      {showsPicture(article) ? null : <OwnPicture article={article} />}
      <Body article={article} context={context} />
      <Attachments article={article} context={context} />
    </article>
  );
}
