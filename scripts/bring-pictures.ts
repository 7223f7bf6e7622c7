// `npm run bring-pictures`: brings the pictures that our own articles point at on other servers, so that
// these are asked no more. It may be run again: what is here already is left alone.
import { unescaped } from "../src/text/images.ts";
import { newsroom } from "./newsroom.ts";
import { call, upload } from "./publish-sample.ts";

const { url, token } = newsroom;
const SITE = (await call(url, token, "GET", "articles?limit=1")).articles[0]?.url;
const origin = SITE ? new URL(SITE).origin : url;
/** Pictures in Markdown and HTML. */
const IN_TEXT = /(!\[[^\]]*\]\(|<img\b[^<>]*\ssrc=")(https?:\/\/[^)"\s]+)/g;

interface Article {
  id: string;
  title: string;
  updated: string;
  source: object | null;
  image: { url: string; alt: string; media?: string } | null;
  html: string;
  markdown: string | null;
}

const brought = new Map<string, string | null>();
let count = 0;
let cursor: string | null = "";
do {
  const page = await call(url, token, "GET", `articles${cursor && `?cursor=${cursor}`}`);
  for (const { id } of page.articles as { id: string }[]) await visit(id);
  cursor = page.next;
} while (cursor);
const kept = [...brought.values()].filter(Boolean).length;
console.log(`${kept} pictures brought, ${brought.size - kept} could not be; ${count} articles changed.`);

async function visit(id: string): Promise<void> {
  const response = await fetch(`${url}/api/articles/${id}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const article: Article = await response.json();
  if (article.source) return;
  const { image, markdown, html, updated } = article;
  const media = image && !image.media && isElsewhere(image.url) ? await bring(image.url) : null;
  const text = markdown ?? html;
  const placed = await inText(text);
  if (!media && placed === text) return;
  const patch = {
    ...(media && { image: { media, alt: image?.alt ?? "" } }),
    ...(placed !== text && { [markdown === null ? "html" : "markdown"]: placed }),
    // For a reader nothing has changed.
    updated,
  };
  await call(url, token, "PATCH", `articles/${id}`, patch, {
    "If-Match": response.headers.get("etag") ?? "*",
  });
  count++;
  console.log(article.title);
}

async function inText(text: string): Promise<string> {
  let placed = text;
  for (const [, before = "", address = ""] of text.matchAll(IN_TEXT)) {
    const media = isElsewhere(address) && (await bring(unescaped(address)));
    if (media) placed = placed.replace(before + address, `${before}media:${media}`);
  }
  return placed;
}

function isElsewhere(address: string): boolean {
  return /^https?:/.test(address) && new URL(address).origin !== origin;
}

/** The id of a picture that was brought; null where it cannot be had, which is told. */
async function bring(address: string): Promise<string | null> {
  const known = brought.get(address);
  if (known !== undefined) return known;
  const id = await fetched(address).catch((error: Error) => {
    console.error(`${address}: ${error.message}`);
    return null;
  });
  brought.set(address, id);
  return id;
}

async function fetched(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`it answers with ${response.status}`);
  const name = decodeURIComponent(new URL(address).pathname.split("/").at(-1) ?? "").slice(0, 200);
  return upload(url, token, await response.bytes(), { name });
}
