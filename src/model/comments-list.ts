import { commentHtml } from "../text/comment.ts";
import { directionOf, guessLanguage, labelIn } from "../text/language.ts";
import { countWords, excerpt } from "../text/plain.ts";
import { type Article, headline, type Millis } from "./article.ts";
import { type CommentId, commentsPath } from "./comment.ts";
import { directed, type Item } from "./document.ts";
import { SUMMARY_LENGTH, timestamp } from "./item.ts";
import { listOf, type Place, type Publication, writeItem } from "./list.ts";
import { articlePath } from "./scope.ts";

const TITLES = { ar: "تعليقات", en: "Comments" };

/** Where the comments on an article are, or those on all. */
export function placeOfComments(article: Article | null, site: Publication): Place {
  const title = labelIn(TITLES, site.language);
  const folder = article ? commentsPath(article.slug) : "/comments";
  return {
    kind: "comments",
    name: article ? `${title}: ${headline(article)}` : title,
    path: article ? articlePath(article.slug) : "/comments",
    feed: `${folder}/feed.json`,
    language: article?.language,
    isOfStory: article !== null,
    // The article's id, since a slug may change.
    id: article ? `comments/${article.id}` : "comments",
  };
}

/** A comment as its feeds tell of it. */
interface ListedComment {
  id: CommentId;
  /** The id of its entry, where it is not ours. */
  entryId: string | null;
  name: string;
  text: string;
  parent: { id: CommentId; entryId: string | null } | null;
  published: Millis;
  article: Article;
  /** The URL of the page that it stands on. */
  page: string;
}

interface CommentListParts {
  place: Place;
  /** Newest first. */
  comments: ListedComment[];
  count: number;
  /** The date of a list that has none. */
  since: Millis;
}

/** The JSON Feed document of a list of comments, as JSON. */
export function commentsJson(parts: CommentListParts, site: Publication): string {
  const { place, comments, count, since } = parts;
  const updated = Math.max(...comments.map(({ published }) => published), comments.length ? 0 : since);
  const items = comments.map((comment) => writeItem(toItem(comment, site)));
  return listOf({ place, items, count, updated }, site);
}

const idOf = ({ id, entryId }: { id: CommentId; entryId: string | null }, site: Publication) =>
  entryId ?? `tag:${site.entryAuthority}:comment/${id}`;

function toItem(
  { id, entryId, name, text, parent, published, article, page }: ListedComment,
  site: Publication,
): Item {
  const language = guessLanguage(text, site.language);
  return {
    id: idOf({ id, entryId }, site),
    url: `${page}#comment-${id}`,
    title: `${name}: ${headline(article)}`,
    content_html: directed(commentHtml(text), { language, direction: directionOf(language) }),
    summary: excerpt(text, SUMMARY_LENGTH),
    date_published: timestamp(published),
    date_modified: timestamp(published),
    authors: [{ name }],
    language,
    _dateline: {
      slug: article.slug,
      direction: directionOf(language),
      words: countWords(text),
      tags: [],
      in_reply_to: parent
        ? { id: idOf(parent, site), url: `${page}#comment-${parent.id}` }
        : { id: article.entryId, url: site.url + articlePath(article.slug) },
    },
  };
}
