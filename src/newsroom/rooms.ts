// What the Durable Object does, all of it, loaded when the first one of an isolate starts: a Worker that only
// answers readers runs none of it, nor the parser of HTML that it brings.
export { articleOf, listArticles, rowById } from "./articles/articles.ts";
export { changeArticle, createArticle, withdrawArticle } from "./articles/editing.ts";
export { arrangeFront, frontOf, newestStories } from "./articles/front.ts";
export { recall, remember } from "./articles/idempotency.ts";
export { changeTag, listTags } from "./articles/tags.ts";
export { exportPart } from "./backup/export.ts";
export { Malformed, restorePart } from "./backup/restore.ts";
export { Comments } from "./comments/desk.ts";
export { touchEverything } from "./documents/everything.ts";
export { tellEdge } from "./documents/invalidation.ts";
export { materialise } from "./documents/materialise.ts";
export { touchReaders } from "./documents/readers.ts";
export { installTriggers } from "./documents/triggers.ts";
export { untilWritten } from "./documents/waiting.ts";
export { workOffAgenda } from "./due.ts";
export { Gathering } from "./gathering/desk.ts";
export { MediaDesk } from "./media/desk.ts";
export { rememberForms } from "./media/forms.ts";
export { People } from "./people/desk.ts";
export { addToken, findToken, listTokens, removeToken } from "./people/tokens.ts";
export { Publication } from "./publication/desk.ts";
export { settingsWith } from "./publication/profile.ts";
export { migrate } from "./schema.ts";
export { ask } from "./search/answers.ts";
export { searchFeed, searchPage } from "./search/results.ts";
export { statusOf } from "./status.ts";
export { Writing } from "./writing/desk.ts";
