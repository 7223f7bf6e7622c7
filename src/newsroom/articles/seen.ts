import type { Article, ArticleId } from "../../model/article.ts";
import type { Ledger } from "../ledger.ts";

/** Characters of HTML that are kept: about half of the memory that it takes with what is made of it. */
const CHARACTERS_MOST = 4_000_000;

/**
 * Articles as they were read, and what the publication is called, for as long as nothing of them changes:
 * many lists are made of the same ones. Whatever a transaction changes is forgotten at its end (`readers.ts`).
 */
export class Seen {
  settings: Ledger["settings"] | null = null;
  private readonly articles = new Map<ArticleId, Article>();
  private characters = 0;

  get(id: ArticleId): Article | undefined {
    return this.articles.get(id);
  }

  keep(article: Article): void {
    this.forget(article.id);
    this.characters += article.body.html.length;
    if (this.characters > CHARACTERS_MOST) this.clear();
    this.articles.set(article.id, article);
  }

  forget(id: ArticleId): void {
    this.characters -= this.articles.get(id)?.body.html.length ?? 0;
    this.articles.delete(id);
  }

  clear(): void {
    this.settings = null;
    this.articles.clear();
    this.characters = 0;
  }
}
