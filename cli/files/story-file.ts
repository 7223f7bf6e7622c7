import { dirname, join, posix } from "node:path";
import type { Article } from "../../src/routes/api/schemas.ts";
import { type Fields, readStory, writeStory } from "../story.ts";

type View = typeof Article._output;

/** Where files of ours stand in a folder, by their ids: `media/0123….jpg`. */
export type MediaNames = ReadonlyMap<string, string>;

/** Files of ours in a text, by their ids; and files of the folder, by their paths. */
const BY_ID = /\bmedia:([0-9a-f]{32})\b/g;
const IN_MARKDOWN = /(!\[[^\]]*\]\(<?)([^)>\s]+)/g;
const IN_HTML = /(<img\b[^>]*?\ssrc=")([^"]+)/g;

/** Where the file of a story stands, from the folder. */
export function fileNameOf({ slug, page, markdown, html }: View): string {
  const ending = markdown === null && html !== "" ? "html" : "md";
  return posix.join(page ? "pages" : "articles", `${slug}.${ending}`);
}

/** A story as a file: its fields as the API takes them, what is as it would be by itself left out. */
export function textOf(view: View, file: string, names: MediaNames, language: string): string {
  const at = (id: string) => {
    const name = names.get(id);
    return name === undefined ? `media:${id}` : posix.relative(posix.dirname(file), name);
  };
  const { image, attachments } = view;
  const fields: Record<string, unknown> = {
    ...{ id: view.id, title: view.title, standfirst: view.standfirst, slug: view.slug },
    ...(view.status !== "published" && view.status !== "scheduled" && { status: view.status }),
    ...(view.status !== "draft" && { published: view.published }),
    ...{ tags: view.tags, authors: view.authors, source: view.source },
    ...(view.language !== language && { language: view.language }),
    canonical_url: view.canonical_url,
    image:
      image && (image.media ? { file: at(image.media), alt: image.alt } : { url: image.url, alt: image.alt }),
    attachments: attachments.map((each) => {
      const id = /\/media\/([0-9a-f]{32})\./.exec(each.url)?.[1];
      const { title } = each;
      return id ? { file: at(id), ...(title && { title }) } : each;
    }),
    ...{ episode: view.episode, corrections: view.corrections, page: view.page },
  };
  const said = Object.entries(fields).filter(
    ([, value]) =>
      value !== null && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  const body = (view.markdown ?? view.html).replace(BY_ID, (_, id: string) => at(id));
  return writeStory(Object.fromEntries(said), body);
}

/** What a file says, as the API takes it, and its id. @param media the id of a file of the folder, by its path */
export async function fieldsOf(
  text: string,
  file: string,
  media: (path: string) => Promise<string>,
): Promise<{ id: string | undefined; fields: Fields }> {
  const { markdown = "", ...read } = readStory(text, file);
  const { id, status, image, attachments, ...fields } = read as Fields & { id?: string };
  const inFolder = (path: string) => join(dirname(file), decodeURI(path));
  const named = async <T extends object>(each: T): Promise<object> => {
    const { file: path, ...rest } = each as { file?: string };
    if (path === undefined) return each;
    return { media: /^media:(\w+)$/.exec(path)?.[1] ?? (await media(inFolder(path))), ...rest };
  };
  const body = await withFiles(markdown, (path) => media(inFolder(path)));
  return {
    id,
    fields: {
      ...fields,
      ...(status !== undefined && { status }),
      ...(image && { image: (await named(image)) as Fields["image"] }),
      ...(attachments && {
        attachments: (await Promise.all(attachments.map(named))) as Fields["attachments"],
      }),
      ...(file.endsWith(".html") ? { html: body } : { markdown: body }),
    },
  };
}

/** A text whose pictures are named as files of ours, where they are files of the folder. */
async function withFiles(text: string, media: (path: string) => Promise<string>): Promise<string> {
  let named = text;
  for (const path of picturesIn(text)) {
    const id = await media(path);
    for (const pattern of [IN_MARKDOWN, IN_HTML])
      named = named.replace(pattern, (all, before: string, found: string) =>
        found === path ? `${before}media:${id}` : all,
      );
  }
  return named;
}

/** The pictures of a text that are files of the folder, as it names them. */
function picturesIn(text: string): string[] {
  const paths = [IN_MARKDOWN, IN_HTML].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, , path = ""]) => path),
  );
  return [...new Set(paths.filter(isOfFolder))];
}

/** The same, from the folder. @param file that of the text */
export const filesShown = (text: string, file: string): string[] =>
  picturesIn(text).map((path) => join(dirname(file), decodeURI(path)));

/** Whether a picture is a file of the folder, and no address. */
const isOfFolder = (path: string) => !/^(?:[a-z][a-z0-9+.-]*:|\/|#)/i.test(path);
