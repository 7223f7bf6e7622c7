import { parse, stringify } from "yaml";
import type { ArticleInput } from "../src/routes/api/schemas.ts";
import { EXIT, Failure } from "./failure.ts";

/** What the API takes. */
export type Fields = (typeof ArticleInput)["_input"];

// A story as a file: Markdown, with what else there is of it before it as YAML.

const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

/** The fields that a file says, by the API's names. @throws Failure for front matter that is none */
export function readStory(text: string, name: string): Fields {
  const [all = "", yaml] = FRONT_MATTER.exec(text) ?? [];
  const markdown = text.slice(all.length).replace(/^(?:[ \t]*\r?\n)+/, "");
  let fields: unknown;
  try {
    fields = parse(yaml ?? "", { maxAliasCount: 0 }) ?? {};
  } catch (error) {
    throw new Failure(`${name}: the front matter is no YAML: ${(error as Error).message}`, EXIT.usage);
  }
  if (typeof fields !== "object" || Array.isArray(fields))
    throw new Failure(`${name}: the front matter has no fields.`, EXIT.usage);
  return { ...(fields as Fields), ...(markdown && { markdown }) };
}

/** A story as such a file. */
export function writeStory(fields: Record<string, unknown>, markdown: string): string {
  return `---\n${stringify(fields, { lineWidth: 0 })}---\n\n${markdown.trimEnd()}\n`;
}
