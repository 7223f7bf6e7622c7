import * as z from "zod/mini";
import type { NewComment } from "../model/comment.ts";
import { LIMITS } from "../model/limits.ts";
import type { FormFault } from "../render/html/comment-form.tsx";
import { plainText } from "../text/comment.ts";
import { legal, oneLine } from "../text/plain.ts";

const text = z.string().check(z.overwrite(plainText), z.minLength(1), z.maxLength(LIMITS.commentText));
const fields = {
  name: z.string().check(z.overwrite(oneLine), z.minLength(1), z.maxLength(LIMITS.commentName)),
  email: z.union([z.literal(""), z.email().check(z.maxLength(LIMITS.email))]),
  text,
  parent: z.union([z.literal(""), z.uuid()]),
};

/** What a form brought, and what of it is not as it should be. */
export function readCommentForm(form: FormData): { comment: NewComment; faults: FormFault[] } {
  const given = (name: string) => stringOf(form, name);
  const checked = z.object(fields).safeParse({
    ...{ name: given("name"), text: given("text") },
    ...{
      email: given("email")
        .trim()
        .slice(0, LIMITS.email + 1),
      parent: given("parent"),
    },
  });
  const faults = (checked.error?.issues ?? []).map(({ path }) => String(path[0]) as FormFault);
  const { name = "", email = "", text: said = "", parent = "" } = checked.data ?? {};
  return {
    comment: {
      ...{ name, text: said, email: email || null, parent: parent || null },
      trapped: given("website") !== "",
      token: given("token"),
    },
    faults: [...new Set(faults)],
  };
}

/** The text of a form, or "" where it has none of the right length. */
export function textOf(form: FormData): string {
  return text.safeParse(stringOf(form, "text")).data ?? "";
}

/** What stands in the form when it is shown again. */
export function valuesOf(form: FormData) {
  const given = (name: string) => legal(stringOf(form, name));
  return {
    token: given("token"),
    parent: given("parent") || undefined,
    values: { name: given("name"), email: given("email"), text: given("text") },
  };
}

function stringOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
