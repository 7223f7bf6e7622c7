import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";

/** What stands before a text, and the text. */
export interface Parted {
  fields: Record<string, unknown>;
  text: string;
}

const YAML = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n?---[ \t]*(?:\r?\n|$)/;
const TOML = /^\uFEFF?\+\+\+[ \t]*\r?\n([\s\S]*?)\r?\n?\+\+\+[ \t]*(?:\r?\n|$)/;

/**
 * Takes a file apart: YAML between lines of `---`, TOML between lines of `+++`, or JSON in braces
 * (https://gohugo.io/content-management/front-matter/).
 *
 * @returns null for a file that has none
 * @throws Error where it cannot be read
 */
export function part(source: string): Parted | null {
  const [yaml, inYaml] = YAML.exec(source) ?? [];
  if (yaml !== undefined)
    return {
      fields: fieldsIn(parseYaml(inYaml ?? "", { maxAliasCount: 0 })),
      text: source.slice(yaml.length),
    };
  const [toml, inToml] = TOML.exec(source) ?? [];
  if (toml !== undefined)
    return { fields: fieldsIn(parseToml(inToml ?? "")), text: source.slice(toml.length) };
  if (!/^\uFEFF?\{/.test(source)) return null;
  const end = endOfJson(source);
  return { fields: fieldsIn(JSON.parse(source.slice(0, end))), text: source.slice(end) };
}

function fieldsIn(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw new Error("the front matter has no fields");
  return value as Record<string, unknown>;
}

/** Where the braces that a source begins with end. */
function endOfJson(source: string): number {
  let depth = 0;
  for (const { 0: sign, index } of source.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (sign === "{") depth++;
    if (sign === "}" && --depth === 0) return index + 1;
  }
  throw new Error("the braces of the front matter do not end");
}
