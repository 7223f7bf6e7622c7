/**
 * Stands for the article's own URL in stored HTML, before a link to a place within it: the URL
 * may change with the slug. A noncharacter: it has no other use.
 */
export const OWN_URL = "\uFDD0";
