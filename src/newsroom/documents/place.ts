import { dayName, type Place, placeOf } from "../../model/list.ts";
import type { Scope } from "../../model/scope.ts";
import { first, type Ledger } from "../ledger.ts";

/** What a list is called now, and where it stands. */
export function placeIn({ sql, settings }: Ledger, scope: Scope): Place {
  if (scope.kind === "home") return placeOf(scope, settings.title);
  const { kind, slug } = scope;
  if (kind === "day") return placeOf(scope, dayName(slug, settings.language));
  const query = {
    tag: "SELECT label AS name, NULL AS url, NULL AS language FROM tag",
    source: "SELECT name, url, language FROM source",
    author: "SELECT name, NULL AS url, NULL AS language FROM author",
  }[kind];
  const row = first<{ name: string; url: string | null; language: string | null }>(
    sql,
    `${query} WHERE slug = ?`,
    slug,
  );
  return placeOf(scope, row?.name ?? slug, row?.url ?? undefined, row?.language ?? undefined);
}
