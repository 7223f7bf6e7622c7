import { searchTerms } from "./words.ts";

// Words that make a question and say nothing of what it is about.
const ASKING = new Set(
  searchTerms(
    [
      "a an and are as at be been being but by can could did do does for from had has have he her him his how",
      "i if in into is it its me my of on or our she should so than that the their them then there these they",
      "this those to us was we were what when where which who whom whose why will with would you your about",
      "tell much many more most any some there",
      "ما ماذا من متى اين كيف لماذا هل كم اي هو هي هم في على الى عن مع او ثم لم لن لا قد كان كانت ان هذا هذه التي الذي",
      "le la les un une des de du et ou qui que quoi quand comment pourquoi est sont dans sur pour par avec",
    ].join(" "),
  ),
);

/** What a question is about: its search terms, each once, but for those that only ask. */
export function termsOfQuestion(question: string): string[] {
  return [...new Set(searchTerms(question))].filter((term) => !ASKING.has(term));
}

/** The terms that are names, as capitals within a question tell. */
export function namesInQuestion(question: string): Set<string> {
  const words = question.match(/(?<=\S\s+["“]?)\p{Lu}[\p{L}\p{M}]+/gu) ?? [];
  return new Set(words.flatMap(searchTerms));
}
