import { changes, sampleArticles } from "./sample.ts";

/**
 * Publishes the sample newsroom through the API, as anybody would.
 *
 * @param progress called after each article with how many are done, of how many
 * @throws Error with the API's answer when it refuses something
 */
export async function publishSample(
  url: string,
  token: string,
  progress: (done: number, of: number) => void = () => {},
): Promise<void> {
  const articles = sampleArticles();
  const ids = new Map<string, string>();
  for (const [i, article] of articles.entries()) {
    const { id } = await call(url, token, "POST", "articles", article, { Prefer: "wait=0" });
    ids.set(article.slug, id);
    progress(i + 1, articles.length);
  }
  for (const { slug, patch } of changes) {
    const path = `articles/${ids.get(slug)}`;
    if (patch) await call(url, token, "PATCH", path, patch, { "If-Match": "*" });
    else await call(url, token, "DELETE", path);
  }
}

/** One request to the API; its JSON, or null where the answer has none. */
export async function call(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${url}/api/${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body && { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}
