import type { Article, ArticlePage } from "../src/routes/api/schemas.ts";
import { decoded } from "../src/text/decoded.ts";
import type { Api } from "./api.ts";
import { Failure } from "./failure.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A story by its id, its slug, or its address. @throws Failure where there is none */
export async function articleOf(api: Api, which: string): Promise<typeof Article._output> {
  const id = UUID.test(which) ? which : await idOf(api, which);
  return api.call(`articles/${id}`);
}

async function idOf(api: Api, which: string): Promise<string> {
  const path = URL.parse(which)?.pathname ?? which;
  const slug = decoded(path.split("/").at(-1) ?? "").replace(/\.(?:json|md)$/, "");
  const query = new URLSearchParams({ slug });
  const { articles } = await api.call<typeof ArticlePage._output>(`articles?${query}`);
  if (!articles[0]) throw new Failure(`There is no story "${which}".`);
  return articles[0].id;
}
