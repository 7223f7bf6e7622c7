import { type ArticleDocument, bylineOf } from "../../model/document.ts";
import { formAtLeast, SHARED_WIDTH } from "../../model/forms.ts";
import { minutesToRead } from "../../text/reading.ts";
import { showsPicture } from "../feeds/content.ts";
import type { Site } from "../site.ts";
import { AskForm } from "./ask.tsx";
import { Comments } from "./comments.tsx";
import { isolated, type PageContext, pageContext, storyContext } from "./context.ts";
import { feedsOf } from "./feeds.ts";
import { renderPage } from "./layout.tsx";
import { TagLinks } from "./links.tsx";
import { Listen } from "./listen.tsx";
import { Names } from "./names.tsx";
import { newsArticle, webPage } from "./news-article.ts";
import { OwnPage } from "./own-page.tsx";
import { Related } from "./related.tsx";
import { Attachments, Body, OwnPicture } from "./story-parts.tsx";
import { Time } from "./time.tsx";
import { Chapters, Transcript } from "./transcript.tsx";
import { TranslationLinks } from "./translation.tsx";
import { Walk } from "./walk.tsx";

/** Updates sooner after publication than this are not worth a line, ms. */
const WORTH_SAYING_MS = 60_000;

/** The page of an article. */
export function renderArticlePage(article: ArticleDocument, site: Site): string {
  const context = pageContext(site);
  const { image, page: isPage } = article._dateline;
  const shared = article.image && formAtLeast(article.image, image, SHARED_WIDTH);
  return renderPage({
    context,
    turnstile: Boolean(site.turnstile && article._dateline.thread?.token),
    head: {
      comments: article._dateline.thread && `${article.url}/comments/atom.xml`,
      title: article.title,
      description: article.summary,
      ...addressesOf(article, site),
      language: article.language,
      feeds: feedsOf(`${site.url}/`, site.title),
      forms: {
        "text/markdown": `${article.url}.md`,
        ...(!isPage && {
          "application/json+oembed": `${site.url}/oembed?${new URLSearchParams({ url: article.url })}`,
        }),
      },
      image: shared ? { ...shared, alt: image?.alt ?? "" } : undefined,
      article: isPage
        ? undefined
        : {
            published: article.date_published,
            modified: article.date_modified,
            tags: article.tags ?? [],
          },
      structured: isPage ? webPage(article, site) : newsArticle(article, site),
    },
    children: isPage ? (
      <OwnPage article={article} context={storyContext(context, article.language)} />
    ) : (
      <ArticlePage article={article} context={storyContext(context, article.language)} />
    ),
  });
}

/**
 * Where search engines are sent (RFC 6596): to the original, unless the publication has it otherwise. Then
 * they may list the page, but not as news, which it is at another publication
 * (https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag).
 */
function addressesOf({ url, external_url }: ArticleDocument, { reprints }: Site) {
  if (!external_url) return { canonical: url };
  return reprints === "original" ? { canonical: external_url, url } : { canonical: url, noNews: true };
}

function ArticlePage({ article, context }: { article: ArticleDocument; context: PageContext }) {
  const { direction, source, standfirst, tags } = article._dateline;
  const { strings } = context;
  return (
    <article class="story" lang={article.language} dir={direction}>
      <header>
        <Kicker article={article} />
        <h1>{article.title}</h1>
        {standfirst ? <p class="standfirst">{standfirst}</p> : null}
        <Byline article={article} context={context} />
      </header>
      {article.content_html ? <Listen context={context} /> : null}
      {showsPicture(article) ? null : <OwnPicture article={article} />}
      <KeyPoints article={article} context={context} />
      <Body article={article} context={context} />
      <Attachments article={article} context={context} />
      <Chapters article={article} context={context} />
      <Transcript article={article} context={context} />
      <footer lang={context.language} dir={context.direction}>
        {source || article.external_url ? (
          <p class={source?.policy ? "origin origin-only" : "origin"}>
            {source ? strings.original(isolated(source.name)) : null}{" "}
            {article.external_url ? (
              <a href={article.external_url} rel="external">
                {source?.policy ? strings.readAt(isolated(source.name)) : strings.originalLink}
              </a>
            ) : null}
          </p>
        ) : null}
        <p class="paper-only">{article.url}</p>
        <TranslationLinks article={article} context={context} />
        {tags.length ? <TagLinks title={strings.tags} tags={tags} /> : null}
        <Related articles={article._dateline.related ?? []} context={context} />
        <section class="question">
          <h2 class="label">{strings.askStory}</h2>
          <p>{strings.askStoryHow}</p>
          <AskForm about={article._dateline.slug} context={context} />
        </section>
        <Walk article={article} context={context} />
        <Comments article={article} context={context} />
      </footer>
    </article>
  );
}

/** Where a story is from, and the section that it stands in. */
function Kicker({ article }: { article: ArticleDocument }) {
  const { source, section } = article._dateline;
  const links = [source && { name: source.name, url: source.page }, section].filter(
    (link) => link !== undefined,
  );
  if (links.length === 0) return null;
  return (
    <p class="kicker">
      {links.map(({ name, url }, i) => (
        <>
          {i > 0 ? " · " : null}
          <a href={url}>
            <bdi>{name}</bdi>
          </a>
        </>
      ))}
    </p>
  );
}

function Byline({ article, context }: { article: ArticleDocument; context: PageContext }) {
  const { strings, language, direction } = context;
  const { stated } = article._dateline;
  const byline = bylineOf(article);
  const later = Date.parse(article.date_modified) - Date.parse(article.date_published);
  return (
    <p class="byline" lang={language} dir={direction}>
      {byline.length ? (
        <span class="by">
          {strings.by} <Names authors={byline} context={context} />
        </span>
      ) : null}
      <a class="day" href={context.dayPage(article.date_published)}>
        <Time at={article.date_published} context={context} />
      </a>
      <span>{strings.minutes(minutesToRead(article._dateline.words, article.language))}</span>
      {stated ? <span class="stated">{strings.stated(context.day(stated))}</span> : null}
      {later > WORTH_SAYING_MS ? (
        <span class="updated">
          {strings.updated} <Time at={article.date_modified} context={context} />
        </span>
      ) : null}
    </p>
  );
}

/** What the story is about, at a glance, and how that was made. */
function KeyPoints({ article, context }: { article: ArticleDocument; context: PageContext }) {
  const points = article._dateline.key_points;
  if (!points) return null;
  const { strings, language, direction } = context;
  return (
    <aside class="points" aria-labelledby="points">
      <h2 id="points" class="label" lang={language} dir={direction}>
        {strings.keyPoints}
      </h2>
      <ul>
        {points.sentences.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
      <p class="made" lang={language} dir={direction}>
        {strings.keyPointsSelected}
      </p>
    </aside>
  );
}
