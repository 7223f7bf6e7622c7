import { decode } from "fast-png";
import { imageSize } from "image-size";
import { FORM_TYPES, FORM_WIDTHS, type FormType } from "../model/media.ts";
import { hex } from "../store/sha256.ts";
import type { Picture } from "./picture.ts";

/** A smaller form of a picture. */
export interface Form {
  type: FormType;
  /** Pixels. */
  width: number;
  bytes: Uint8Array;
}

/** What comes with smaller forms: in these types whether or not the picture has one of them. */
const MODERN: readonly FormType[] = ["image/avif", "image/webp"];

const isFormType = (type: string): type is FormType => type in FORM_TYPES;

/** The forms that a picture should have: its own type at what is smaller, others at its own width, too. */
export function formsWanted({ type, width, animated }: Picture): { type: FormType; width: number }[] {
  // Of what moves a smaller form would stand still, and a drawing is sharp at any size.
  if (animated || type === "image/svg+xml") return [];
  const smaller = FORM_WIDTHS.filter((each) => each < width);
  const widest = Math.min(width, Math.max(...FORM_WIDTHS));
  const own = isFormType(type) ? smaller.map((each) => ({ type, width: each })) : [];
  const others = MODERN.filter((each) => each !== type).flatMap((each) =>
    [...new Set([...smaller, widest])].map((size) => ({ type: each, width: size })),
  );
  return [...own, ...others];
}

/**
 * Makes a smaller form of a picture by the platform's Images binding
 * (https://developers.cloudflare.com/images/optimization/binding/).
 *
 * @returns null where it would not be smaller, or the platform gives another one than it was asked for: it
 *   makes no AVIF of more than 1200 pixels
 * @throws Error when it gives none
 */
export async function makeForm(
  images: ImagesBinding,
  picture: Picture,
  { type, width }: { type: FormType; width: number },
): Promise<Form | null> {
  const made = await images
    .input(streamOf(picture.bytes))
    .transform({ width, fit: "scale-down" })
    .output({ format: type, anim: false });
  const bytes = new Uint8Array(await made.response().arrayBuffer());
  const isAsked = made.contentType() === type && imageSize(bytes).width === width;
  return isAsked && bytes.length < picture.bytes.length ? { type, width, bytes } : null;
}

/** The colour of all pixels together, `#rrggbb`; null where one sees through some, and of a drawing. */
export async function colourOf(images: ImagesBinding, { type, bytes }: Picture): Promise<string | null> {
  if (type === "image/svg+xml") return null;
  const made = await images
    .input(streamOf(bytes))
    .transform({ width: 1, height: 1, fit: "cover" })
    .output({ format: "image/png" });
  const { data, channels, palette, depth } = decode(await made.response().arrayBuffer());
  const samples = palette ? (palette[data[0] ?? 0] ?? []) : [...data.slice(0, channels)];
  const [red = 0, green = red, blue = red] = samples.length < 3 ? samples.slice(0, 1) : samples;
  const opacity = samples.length % 2 === 0 ? samples.at(-1) : undefined;
  if (depth !== 8 && !palette) return null;
  if (opacity !== undefined && opacity < 255) return null;
  return `#${hex(Uint8Array.of(red, green, blue))}`;
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
}
