import type { ArticleChange, ArticleContent, ArticleId, NewArticle } from "../../model/article.ts";
import type { ActKind, CopyContent } from "../../model/copy.ts";
import { may, type Person } from "../../model/people.ts";
import { contentOf, holderOf, rowById } from "../articles/articles.ts";
import { changeArticle, createArticle, type WriteOutcome, withdrawArticle } from "../articles/editing.ts";
import type { Ledger } from "../ledger.ts";
import { missingMedia } from "../media/pictures.ts";
import { note } from "../people/actions.ts";
import { beginnerOf, copyRow, dropCopy, mayWrite, rebase, setState } from "./copies.ts";

/** What somebody does with a story. `version`: of the working copy, as it was seen. */
export type Act =
  /** `input`: what was made of it: the whole article, where there is none yet. */
  | { kind: "publish" | "schedule"; version: number; input: NewArticle | ArticleChange }
  /** Asks an editor to read it, or sends it back to who wrote it. */
  | { kind: "submit" | "return"; version: number; note: string }
  /** `reason`: what readers are told. */
  | { kind: "withdraw"; reason: string }
  | { kind: "bring-back" | "discard" };

/** What becomes of what somebody does with a story. */
export type Done =
  | { kind: "done"; slug: string | null }
  | { kind: "forbidden" }
  /** It says something else by now than what was seen. */
  | { kind: "stale" }
  | Exclude<WriteOutcome, { kind: "saved" } | { kind: "stale" }>;

const ALLOWED: Record<ActKind, (ledger: Ledger, person: Person, id: ArticleId) => boolean> = {
  publish: mayPublish,
  schedule: mayPublish,
  withdraw: mayPublish,
  "bring-back": mayPublish,
  submit: ({ sql }, person, id) => mayWrite(sql, person, id),
  discard: ({ sql }, person, id) => mayWrite(sql, person, id),
  return: (_, { role }) => may(role, "publish"),
};

export function mayPublish({ sql }: Ledger, person: Person, id: ArticleId): boolean {
  if (may(person.role, "publish")) return true;
  const beginner = beginnerOf(sql, id);
  return may(person.role, "publish-own") && (beginner === undefined || beginner === person.id);
}

/** Why an act cannot be done as things are; null where it can. */
export function refusalOf(ledger: Ledger, id: ArticleId, act: Act, person: Person): Done | null {
  const { sql } = ledger;
  const copy = copyRow(sql, id);
  const row = rowById(sql, id);
  const needsCopy = act.kind !== "withdraw" && act.kind !== "bring-back";
  if (needsCopy ? !copy : !row) return { kind: "not-found" };
  if (!ALLOWED[act.kind](ledger, person, id)) return { kind: "forbidden" };
  if ("version" in act && copy?.version !== act.version) return { kind: "stale" };
  if (!("input" in act)) return null;
  if (row && row.revision !== copy?.base) return { kind: "stale" };
  const { slug, content } = act.input;
  const by = slug && holderOf(sql, slug);
  if (slug && by && by !== id) return { kind: "slug-taken", slug, by };
  const known = row && contentOf(sql, row);
  return missingMedia(ledger, { ...known, ...content } as ArticleContent) ?? null;
}

/** Does what was done with a story. */
export function perform(ledger: Ledger, id: ArticleId, act: Act, person: Person): Done {
  const { sql } = ledger;
  if (!ALLOWED[act.kind](ledger, person, id)) return { kind: "forbidden" };
  switch (act.kind) {
    case "publish":
    case "schedule":
      return publish(ledger, id, act, person);
    case "submit":
    case "return": {
      const row = copyRow(sql, id);
      if (!row) return { kind: "not-found" };
      const state = act.kind === "submit" ? "submitted" : "returned";
      setState(ledger, id, state, act.note);
      const { title } = JSON.parse(row.content) as CopyContent;
      note(ledger, { actor: person.id, kind: state, subject: title, article: id, detail: act.note });
      return { kind: "done", slug: null };
    }
    case "withdraw":
      return doneOf(withdrawArticle(ledger, id, null, person.id, act.reason));
    case "bring-back":
      return doneOf(changeArticle(ledger, id, null, { status: "published", content: {} }, person.id));
    case "discard":
      dropCopy(ledger, id);
      return { kind: "done", slug: null };
  }
}

function publish(
  ledger: Ledger,
  id: ArticleId,
  { version, input }: Extract<Act, { input: unknown }>,
  person: Person,
): Done {
  const { sql } = ledger;
  const copy = copyRow(sql, id);
  if (!copy) return { kind: "not-found" };
  const outcome = rowById(sql, id)
    ? changeArticle(ledger, id, [copy.base], input, person.id)
    : createArticle(ledger, { ...(input as NewArticle), id }, copy.begun_by, person.id);
  // Who went on writing while it could be taken back goes on from what is published.
  if (outcome.kind === "saved" && copy.version === version) dropCopy(ledger, id);
  else if (outcome.kind === "saved") rebase(ledger, id, outcome.article.revision);
  return doneOf(outcome);
}

function doneOf(outcome: WriteOutcome): Done {
  if (outcome.kind === "saved") return { kind: "done", slug: outcome.article.slug };
  return outcome.kind === "stale" ? { kind: "stale" } : outcome;
}
