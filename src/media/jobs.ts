import type { Env } from "../env.ts";
import { type Forms, formOf, type Made } from "../model/media.ts";
import type { Newsroom } from "../newsroom/newsroom.ts";
import { readMedia, writeForm } from "../store/media.ts";
import { colourOf, formsWanted, makeForm } from "./forms.ts";
import { type Picture, readPicture } from "./picture.ts";

/** The newsroom's side: a stub, for whoever made it to dispose of. */
type Desk = Awaited<ReturnType<DurableObjectStub<Newsroom>["media"]>>;

/** Then a form that cannot be made is done without. */
const ATTEMPTS = 3;

/**
 * Makes the smaller forms of a picture, puts them beside it, and tells the newsroom. What fails comes
 * again; forms that were made stay as they are.
 *
 * @param attempt counted from 1
 * @throws MediaUnavailable, or what the platform says, for what may succeed later
 */
export async function makeForms(file: string, attempt: number, env: Env, desk: Desk): Promise<void> {
  const { IMAGES: images } = env;
  const original = await readMedia(env.MEDIA, file);
  // Of what is not there the newsroom asks again: an import brings bytes after rows.
  if (!original || !images) return;
  const picture = readPicture(new Uint8Array(await original.arrayBuffer()));
  await desk.made(file, await make(images, env.MEDIA, file, picture, attempt >= ATTEMPTS));
}

/** @param forgiving whether forms that cannot be made are left out */
async function make(
  images: ImagesBinding,
  bucket: R2Bucket,
  file: string,
  picture: Picture,
  forgiving: boolean,
): Promise<Made> {
  const unless = async <T>(work: Promise<T>): Promise<T | null> => {
    try {
      return await work;
    } catch (error) {
      if (!forgiving) throw error;
      console.error(`a form of ${file} is left out`, error);
      return null;
    }
  };
  const forms: Forms = {};
  for (const wanted of formsWanted(picture)) {
    const form = await unless(makeForm(images, picture, wanted));
    if (!form) continue;
    await writeForm(bucket, formOf(file, form.type, form.width), form.bytes);
    forms[form.type] = [...(forms[form.type] ?? []), form.width];
  }
  return { forms, colour: await unless(colourOf(images, picture)) };
}
