import { raw } from "hono/html";
import type { PictureFacts } from "../../model/document.ts";
import { type FormType, fileAt, formOf } from "../../model/media.ts";
import { type Attributes, mapImages, writeImage } from "../../text/images.ts";
import { escapeXml } from "../../text/plain.ts";

/** Where a picture stands. */
export interface Place {
  /** How wide it is at most, CSS pixels. */
  room: number;
  /** How wide it is (https://html.spec.whatwg.org/multipage/images.html#sizes-attributes). */
  sizes: string;
}

/** In a story, as wide as its text; before a front page's list; beside a story of a list; of a programme. */
export const IN_STORY: Place = { room: 720, sizes: "(min-width: 48rem) 45rem, 93vw" };
export const LEADING: Place = { room: 480, sizes: "(min-width: 60rem) 30rem, 93vw" };
export const COVER: Place = { room: 192, sizes: "12rem" };
export const BESIDE: Place = { room: 128, sizes: "8rem" };

/** Screens may have so many pixels to a CSS pixel, and nobody misses more than so many. */
const DENSEST = 3;
const DENSE = 2;

interface Source {
  /** Null for the picture's own type, which every browser shows. */
  type: FormType | null;
  srcset: string;
}

/** The forms of a picture that a place may need, the smallest type first. */
function sourcesOf(url: string, { width = 0, forms = {} }: PictureFacts, { room }: Place): Source[] {
  const own = fileAt(url)?.type;
  return (Object.entries(forms) as [FormType, number[]][]).flatMap(([type, widths]) => {
    const isOwn = type === own;
    const all = [
      ...widths.map((each) => ({ width: each, at: formOf(url, type, each) })),
      ...(isOwn ? [{ width, at: url }] : []),
    ];
    // The platform may make no large ones of a type: then it would look worse than another.
    if ((all.at(-1)?.width ?? 0) < Math.min(DENSE * room, width)) return [];
    const enough = all.findIndex((form) => form.width >= DENSEST * room);
    const needed = enough === -1 ? all : all.slice(0, enough + 1);
    return [
      { type: isOwn ? null : type, srcset: needed.map((form) => `${form.at} ${form.width}w`).join(", ") },
    ];
  });
}

interface PictureProps {
  url: string;
  facts: PictureFacts;
  place: Place;
  /** Whether it is the first thing that is looked at. */
  first?: boolean;
}

/** A picture in the form that a screen needs, with room and a colour until it is there. */
export function Picture({ url, facts, place, first }: PictureProps) {
  const { alt, width, height } = facts;
  const image: Attributes = {
    ...{ src: escapeXml(url), alt: escapeXml(alt) },
    ...(width && height && { width: String(width), height: String(height) }),
    ...(first ? { fetchpriority: "high" } : { loading: "lazy" }),
  };
  return raw(inForms(image, { ...facts, url }, place));
}

/** The text of a story whose pictures, where more is known of them, come in the form that a screen needs. */
export function withForms(html: string, pictures: readonly (PictureFacts & { url: string })[] = []): string {
  if (pictures.length === 0) return html;
  const known = new Map(pictures.map((each) => [each.url, each]));
  return mapImages(html, (image) => {
    const facts = known.get(image.src ?? "");
    return facts ? inForms(image, facts, IN_STORY) : image;
  });
}

function inForms(image: Attributes, facts: PictureFacts & { url: string }, place: Place): string {
  const { sizes } = place;
  const sources = sourcesOf(facts.url, facts, place);
  const own = sources.find(({ type }) => type === null);
  const img = writeImage({
    ...image,
    ...(own && { srcset: own.srcset, sizes }),
    ...(facts.colour && { "data-colour": facts.colour }),
  });
  const others = sources.filter(({ type }) => type !== null);
  if (others.length === 0) return img;
  const written = others.map(
    ({ type, srcset }) => `<source type="${type}" srcset="${srcset}" sizes="${sizes}">`,
  );
  return `<picture>${written.join("")}${img}</picture>`;
}
