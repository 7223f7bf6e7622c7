import type { ArticleDocument } from "../../model/document.ts";
import { formAtLeast, SHARED_WIDTH } from "../../model/forms.ts";
import { ICON } from "../../model/icons.ts";
import type { Site } from "../site.ts";

/** schema.org `NewsArticle` (https://developers.google.com/search/docs/appearance/structured-data/article). */
export function newsArticle(article: ArticleDocument, site: Site): object {
  const { source, words, image } = article._dateline;
  const shared = article.image && formAtLeast(article.image, image, SHARED_WIDTH);
  const organisation = organisationOf(site);
  return {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    headline: article.title,
    description: article.summary,
    url: article.url,
    mainEntityOfPage: article.url,
    datePublished: article.date_published,
    dateModified: article.date_modified,
    inLanguage: article.language,
    wordCount: words,
    keywords: article.tags,
    image: shared && [shared.url],
    author: article.authors?.map(({ name, url }) => ({
      "@type": name === source?.name ? "Organization" : "Person",
      name,
      url,
    })) ?? [organisation],
    publisher: organisation,
    correction: article._dateline.corrections?.map(({ date, text }) => ({
      "@type": "CorrectionComment",
      datePublished: date,
      text,
    })),
    isBasedOn: article.external_url,
    commentCount: article._dateline.comments?.count,
    discussionUrl: article._dateline.thread && `${article.url}#comments`,
  };
}

/** schema.org `WebPage`: what is no news. */
export function webPage(
  { title, summary, url, date_modified, language }: ArticleDocument,
  site: Site,
): object {
  return {
    ...{ "@context": "https://schema.org", "@type": "WebPage", name: title, description: summary, url },
    ...{ dateModified: date_modified, inLanguage: language, publisher: organisationOf(site) },
  };
}

function organisationOf(site: Site): object {
  const { path, width, height } = site.logo ?? ICON;
  return {
    ...{ "@type": "NewsMediaOrganization", name: site.title, url: `${site.url}/` },
    logo: { "@type": "ImageObject", url: site.url + path, width, height },
  };
}
