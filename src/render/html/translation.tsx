import type { ArticleDocument } from "../../model/document.ts";
import { directionOf, languageOfTag } from "../../text/language.ts";
import type { Site } from "../site.ts";
import { type PageContext, pageContext } from "./context.ts";
import { renderPage } from "./layout.tsx";

/** Languages that articles are offered in, where a model is bound: first subtags. */
export const TRANSLATIONS: readonly string[] = ["ar", "en", "fr"];

interface Translation {
  article: ArticleDocument;
  to: string;
  title: string;
  paragraphs: string[];
  /** Whether the article goes on after these. */
  isCut: boolean;
}

/** An article as a model translated it, which it says. */
export function renderTranslation(
  { article, to, title, paragraphs, isCut }: Translation,
  site: Site,
): string {
  const context = pageContext(site);
  const { strings } = context;
  return renderPage({
    context,
    head: { title },
    children: (
      <article class="story" lang={to} dir={directionOf(to)}>
        <p class="made" lang={site.language} dir={context.direction}>
          {strings.translated}{" "}
          <a href={article.url} lang={article.language} dir="auto">
            {article.title}
          </a>
        </p>
        <h1>{title}</h1>
        <div class="body">
          {paragraphs.map((paragraph) => (
            <p>{paragraph}</p>
          ))}
        </div>
        {isCut ? (
          <p class="made" lang={site.language} dir={context.direction}>
            <a href={article.url}>{strings.goesOn}</a>
          </p>
        ) : null}
      </article>
    ),
  });
}

/** Links to an article in other languages; none without a model. */
export function TranslationLinks({ article, context }: { article: ArticleDocument; context: PageContext }) {
  const { site, strings } = context;
  if (!site.model || !article.content_html) return null;
  const own = languageOfTag(article.language);
  return (
    <p class="made">
      {strings.translate}{" "}
      {TRANSLATIONS.filter((to) => to !== own).map((to) => (
        <>
          <a
            href={`${site.url}/translate?${new URLSearchParams({ article: article._dateline.slug, to })}`}
            rel="nofollow"
            hreflang={to}
            lang={to}
          >
            {new Intl.DisplayNames(to, { type: "language" }).of(to)}
          </a>{" "}
        </>
      ))}
    </p>
  );
}
