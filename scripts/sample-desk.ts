import { randomUUID } from "node:crypto";
import { call } from "./publish-sample.ts";
import { people, type SampleStory, stories } from "./sample.ts";

/** Until what is scheduled goes out, ms. */
const LATER_MS = 2 * 86_400_000;

/**
 * Puts people at the sample's desk, and lets them work there as anybody would: stories in every state.
 *
 * @param articles ids of what is published, by slug
 */
export async function fillDesk(url: string, token: string, articles: Map<string, string>): Promise<void> {
  const cookies = new Map<string, string>();
  for (const person of people) {
    const { link } = await call(url, token, "POST", "people", person);
    cookies.set(person.name, await enter(url, link));
  }
  const editor = cookies.get(people.find(({ role }) => role === "editor")?.name ?? "") ?? "";
  for (const story of stories) {
    const id = (story.of && articles.get(story.of)) || randomUUID();
    const path = `/desk/stories/${id}`;
    const before = story.of ? await call(url, token, "GET", `articles/${id}`) : {};
    const fields = fieldsOf({ ...before, text: before.markdown, ...story });
    const ask = async (cookie: string, version: number, more: Record<string, string>) => {
      await send(url, path, cookie, { ...fields, version: String(version), ...more });
      if (more.do !== "save") await send(url, path, cookie, { do: "hurry" });
    };
    const writer = cookies.get(story.by) ?? "";
    await ask(writer, 0, { do: "save" });
    if (story.state === "submitted") await ask(writer, 1, { do: "submit", note: story.note });
    if (story.state === "returned") {
      await ask(writer, 1, { do: "submit" });
      await ask(editor, 1, { do: "return", note: story.note });
    }
    if (story.state === "scheduled") {
      const day = new Date(Date.now() + LATER_MS).toISOString().slice(0, 10);
      await ask(writer, 1, { do: "schedule", at: `${day}T07:00` });
    }
  }
}

function fieldsOf(story: SampleStory & { slug?: string }): Record<string, string> {
  const { title = "", standfirst = "", text = "", tags = [], authors = [], slug = "" } = story;
  return { title, standfirst, text, tags: tags.join(", "), authors: authors.join(", "), slug };
}

/** Follows a link that lets somebody in; the session's cookie. */
async function enter(url: string, link: string): Promise<string> {
  const response = await send(url, "/desk/enter", "", { key: link.split("/").at(-1) ?? "" });
  return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}

async function send(
  url: string,
  path: string,
  cookie: string,
  fields: Record<string, string>,
): Promise<Response> {
  const response = await fetch(url + path, {
    ...{ method: "POST", redirect: "manual", body: new URLSearchParams(fields) },
    headers: { Cookie: cookie, Origin: url },
  });
  if (response.status !== 303)
    throw new Error(`${path} ${fields.do}: ${response.status} ${await response.text()}`);
  return response;
}
