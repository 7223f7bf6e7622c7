import { type ArticleDocument, undirected } from "../model/document.ts";
import { isSlug } from "../model/slug.ts";
import { renderTranslation, TRANSLATIONS } from "../render/html/translation.tsx";
import { readDocument } from "../store/documents.ts";
import { articleKey } from "../store/keys.ts";
import { paragraphsOf } from "../text/html.ts";
import { languageOfTag } from "../text/language.ts";
import { messagePage, missingPage } from "./absent.ts";
import { translateAll } from "./model.ts";
import { type AppContext, privatePage } from "./serve.ts";
import { siteIn } from "./site.ts";

/** Paragraphs that are translated; a note says so where there are more. */
const PARAGRAPHS = 40;

/**
 * `/translate?article=&to=`: an article's paragraphs in another language, by a bound model. There is
 * no such page without one. Made for one reader, so stored nowhere; 503 when the model fails.
 */
export async function translate(c: AppContext): Promise<Response> {
  const slug = c.req.query("article") ?? "";
  const to = c.req.query("to") ?? "";
  const ai = c.env.AI;
  if (!ai || !isSlug(slug) || !TRANSLATIONS.includes(to)) return missingPage(c);
  const found = await readDocument(c.env.DOCUMENTS, articleKey(slug));
  if (found?.stored.kind !== "document") {
    await found?.body.cancel();
    return missingPage(c);
  }
  const article = await new Response(found.body).json<ArticleDocument>();
  const paragraphs = paragraphsOf(undirected(article));
  const from = languageOfTag(article.language);
  try {
    const texts = [article.title, ...paragraphs.slice(0, PARAGRAPHS)];
    const [title = "", ...translated] = await translateAll(ai, texts, from, to);
    const page = renderTranslation(
      { article, to, title, paragraphs: translated, isCut: paragraphs.length > PARAGRAPHS },
      await siteIn(c),
    );
    return privatePage(page);
  } catch (error) {
    console.error("the model did not translate", error);
    return messagePage(c, 503, "none");
  }
}
