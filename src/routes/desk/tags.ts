import type { Hono } from "hono";
import type { DirectoryDocument } from "../../model/document.ts";
import { LIMITS } from "../../model/limits.ts";
import { isSlug, type Slug, slugify } from "../../model/slug.ts";
import { renderTags, type TagsSaid } from "../../render/desk/tags.tsx";
import { readDocument } from "../../store/documents.ts";
import { DIRECTORY_KEY } from "../../store/keys.ts";
import { oneLine } from "../../text/plain.ts";
import { newsroomOf } from "../newsroom.ts";
import { answer, contextOf, field, formOf, messagePage, page } from "./pages.ts";
import { type DeskEnv, type DeskHono, needs } from "./session.ts";

const TAGS = 100;

/** The routes of tags, and of the names that are there already. */
export function tagRoutes(desk: Hono<DeskEnv>): void {
  // What completes names while they are typed: readers' own document, so no newsroom is asked.
  desk.get("/desk/names", needs("write"), async (c) => {
    const { tags, authors } = await directoryOf(c);
    return answer({
      tags: tags.map(({ name, count, also }) => ({ name, count, also })),
      authors: authors.map(({ name, count }) => ({ name, count })),
    });
  });

  desk.use("/desk/tags/*", needs("arrange"));
  desk.use("/desk/tags", needs("arrange"));
  desk.get("/desk/tags", (c) => tagsPage(c, {}));

  desk.post("/desk/tags/:slug", async (c) => {
    const form = await formOf(c);
    const slug = c.req.param("slug");
    const label = oneLine(field(form, "label")).slice(0, LIMITS.tagLabel);
    const into = field(form, "into");
    const description = oneLine(field(form, "description")).slice(0, LIMITS.tagText);
    if (!isSlug(slug) || (!label && !isSlug(into))) return messagePage(c, 404, "missing");
    const change = into ? { into: into as Slug } : { label, description };
    const actor = c.get("session").person.id;
    const outcome = await newsroomOf(c.env).changeTag(slug, change, 0, actor);
    switch (outcome.kind) {
      case "saved":
        return tagsPage(c, {
          done: into ? "merged" : doneTo(form, outcome.tag.label),
          label: outcome.tag.label,
        });
      case "slug-taken":
        return tagsPage(c, { taken: { slug, label, by: slugify(label) as Slug } }, 409);
      case "programme":
        return tagsPage(c, { isProgramme: true }, 409);
      default:
        return messagePage(c, 404, "missing");
    }
  });
}

/** What a form did to a tag, in a word. */
const doneTo = (form: FormData | null, label: string) =>
  field(form, "was") === label ? "described" : "renamed";

async function tagsPage(c: DeskHono, said: TagsSaid, status = 200): Promise<Response> {
  const after = c.req.query("after") ?? "";
  const tags = await newsroomOf(c.env).tags(after, TAGS);
  const more = tags.length === TAGS ? (tags.at(-1)?.slug ?? null) : null;
  return page(renderTags(await contextOf(c), { tags, more, said }), status);
}

/** What readers can subscribe to; nothing where nothing is published. */
export async function directoryOf(c: DeskHono): Promise<DirectoryDocument> {
  const found = await readDocument(c.env.DOCUMENTS, DIRECTORY_KEY);
  if (!found) return { tags: [], sources: [], authors: [], updated: "" };
  return new Response(found.body).json<DirectoryDocument>();
}
