import { isSlug } from "../model/slug.ts";
import { renderAskPage } from "../render/html/ask.tsx";
import { missingPage } from "./absent.ts";
import { answerFrom } from "./model.ts";
import { newsroomOf } from "./newsroom.ts";
import { type AppContext, privatePage } from "./serve.ts";
import { siteIn } from "./site.ts";

/**
 * `/ask?q=&about=`: what articles say to a question, quoted; with a bound model, its answer from
 * these quotations. Made for one reader, so stored nowhere.
 */
export async function ask(c: AppContext): Promise<Response> {
  const question = c.req.query("q") ?? "";
  const about = c.req.query("about") ?? null;
  if (about !== null && !isSlug(about)) return missingPage(c);
  const site = await siteIn(c);
  const found = question || about ? await newsroomOf(c.env).ask(question, about) : undefined;
  if (found === null) return missingPage(c);
  const answer = found?.passages.length && c.env.AI ? await answerFrom(c.env.AI, found) : null;
  return privatePage(renderAskPage(found ?? null, answer, site));
}
