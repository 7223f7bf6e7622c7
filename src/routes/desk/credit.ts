import type { CopyContent, OpenStory } from "../../model/copy.ts";
import { LIMITS } from "../../model/limits.ts";
import { may } from "../../model/people.ts";
import { oneLine } from "../../text/plain.ts";
import { newsroomOf } from "../newsroom.ts";
import { field } from "./pages.ts";
import type { DeskHono } from "./session.ts";

/** Notes whose a picture is: of one that others show too, whoever publishes everybody's stories says so. */
export async function noteCredit(
  c: DeskHono,
  { id }: OpenStory,
  { image }: CopyContent,
  form: FormData,
): Promise<void> {
  if (!image || !form.has("credit")) return;
  const said = oneLine(field(form, "credit")).slice(0, LIMITS.name);
  using media = await newsroomOf(c.env).media();
  const file = await media.read(image.media);
  const isOwn = file?.used.every((use) => use.id === id);
  if (!file || file.credit === said || !(isOwn || may(c.get("session").person.role, "publish"))) return;
  await media.change(image.media, { credit: said }, 0);
}

/** Whose the picture of a story is; empty where nobody says. */
export async function creditOf(c: DeskHono, { image }: CopyContent): Promise<string> {
  if (!image) return "";
  using media = await newsroomOf(c.env).media();
  return (await media.read(image.media))?.credit ?? "";
}
