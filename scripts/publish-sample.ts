import {
  bytesOf,
  changes,
  comments,
  programmes,
  type SampleComment,
  type SamplePicture,
  type SampleSound,
  sampleArticles,
  samplePages,
} from "./sample.ts";
import { fillDesk } from "./sample-desk.ts";

/** The answer comes when readers have all of it: the sample is there when it is said to be. */
const READABLE = { Prefer: "wait=3" };

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
    const { picture, sound, ...fields } = article;
    const image = picture && { media: await bring(url, token, picture) };
    const attachments = sound && (await heard(url, token, sound));
    const markdown = await withPictures(url, token, article.markdown);
    const body = { image, attachments, ...fields, markdown };
    const { id } = await call(url, token, "POST", "articles", body, { Prefer: "wait=0" });
    ids.set(article.slug, id);
    progress(i + 1, articles.length);
  }
  for (const page of samplePages()) await call(url, token, "POST", "articles", page, READABLE);
  for (const { tag, cover, programme } of programmes) {
    const media = await bring(url, token, cover);
    await call(url, token, "PATCH", `tags/${tag}`, { programme: { ...programme, cover: media } }, READABLE);
  }
  for (const { slug, patch } of changes) {
    const path = `articles/${ids.get(slug)}`;
    if (patch) await call(url, token, "PATCH", path, patch, { "If-Match": "*", ...READABLE });
    else await call(url, token, "DELETE", path, undefined, READABLE);
  }
  for (const { slug, replies, ...comment } of comments) {
    const parent = await say(url, token, slug, comment);
    for (const reply of replies) await say(url, token, slug, reply, parent);
  }
  await fillDesk(url, token, ids);
}

/** Brings a sound and the texts that come with it, as attachments. */
async function heard(url: string, token: string, { file, title, ...texts }: SampleSound): Promise<object[]> {
  const said = { alt: "", credit: "" };
  const attachments: object[] = [{ media: await bring(url, token, { file, ...said }), title }];
  for (const [kind, text] of Object.entries(texts))
    attachments.push({ media: await bring(url, token, { file: text, ...said }), kind });
  return attachments;
}

/** Brings a file; its id. */
async function bring(url: string, token: string, picture: SamplePicture): Promise<string> {
  const { file: name, alt, credit } = picture;
  return upload(url, token, bytesOf(name), { name, alt, credit });
}

/** Brings bytes, with what is said of them; their id. @throws Error with the API's answer when it refuses them */
export async function upload(
  url: string,
  token: string,
  body: Uint8Array<ArrayBuffer>,
  said: Record<string, string>,
): Promise<string> {
  const response = await fetch(`${url}/api/media?${new URLSearchParams(said)}`, {
    ...{ method: "POST", body },
    headers: { Authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`${said.name ?? "a file"}: ${response.status} ${await response.text()}`);
  return (await response.json()).id;
}

/** Brings the pictures of a text, which names them by their paths; the text with their ids. */
async function withPictures(url: string, token: string, markdown: string): Promise<string> {
  let text = markdown;
  for (const [, alt = "", path = "", file = ""] of markdown.matchAll(
    /!\[(.*?)\]\((\.\.\/pictures\/(.+?))\)/g,
  )) {
    const id = await bring(url, token, { file, alt, credit: "" });
    text = text.replace(path, `media:${id}`);
  }
  return text;
}

/** Writes a comment with the form of its article, as a reader would, and approves it unless it is to wait; its id. */
async function say(
  url: string,
  token: string,
  slug: string,
  { name, text, waits }: SampleComment,
  parent = "",
): Promise<string> {
  const article = `${url}/articles/${encodeURIComponent(slug)}`;
  const page = await (await fetch(article)).text();
  const form = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const body = new URLSearchParams({ name, text, parent, token: form });
  const response = await fetch(`${article}/comments`, { method: "POST", body, redirect: "manual" });
  const [, , id = ""] = (response.headers.get("location") ?? "").split("/");
  if (response.status !== 303) throw new Error(`a comment on ${slug}: ${response.status}`);
  if (waits) return id;
  await call(url, token, "PATCH", `comments/${id}`, { status: "approved" }, { ...READABLE, "If-Match": "*" });
  return id;
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
