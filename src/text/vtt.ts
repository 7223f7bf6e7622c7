/** Something that is said, or begins, at a moment of a sound. */
export interface Cue {
  /** Seconds; absent where a text does not say. */
  start?: number | undefined;
  speaker?: string | undefined;
  /** Plain text. */
  text: string;
}

/** A part of a sound. */
export type Chapter = Pick<Cue, "text"> & { start: number };

const TIME = /^(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})$/;
const ENTITIES: Record<string, string> = {
  ...{ amp: "&", lt: "<", gt: ">", nbsp: "\u00a0", lrm: "\u200e", rlm: "\u200f" },
};

/**
 * The cues of WebVTT (https://www.w3.org/TR/webvtt1/#file-parsing), without how they are to look.
 *
 * @returns null for what is none
 */
export function parseVtt(text: string): Cue[] | null {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  if (!/^WEBVTT(?:[ \t]|$)/.test(lines[0] ?? "")) return null;
  const cues: Cue[] = [];
  for (let i = 1; i < lines.length; i++) {
    const start = startOf(lines[i] ?? "");
    if (start === null) continue;
    const payload: string[] = [];
    while (lines[i + 1]) payload.push(lines[++i] ?? "");
    cues.push(cueOf(start, payload.join(" ")));
  }
  return cues.filter((cue) => cue.text !== "");
}

/** When a cue begins, by the line that says so, seconds; null for any other line. */
function startOf(line: string): number | null {
  const end = line.indexOf("-->");
  const [, hours = "0", minutes, seconds, millis] = (end > 0 && TIME.exec(line.slice(0, end).trim())) || [];
  if (minutes === undefined) return null;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(millis) / 1000;
}

function cueOf(start: number, payload: string): Cue {
  const [, speaker] = /<v(?:\.[^\s<>]*)?[ \t]([^<>]+)>/.exec(payload) ?? [];
  return { start, speaker: speaker && plain(speaker), text: plain(payload) };
}

function plain(payload: string): string {
  return payload
    .replace(/<[^<>]*>/g, "")
    .replace(/&([a-z]{2,4});/g, (entity, name: string) => ENTITIES[name] ?? entity)
    .replace(/\s+/g, " ")
    .trim();
}

/** Characters after which a paragraph ends with a sentence. */
const PARAGRAPH = 400;

/** What is said, in paragraphs: as long as one speaks, and not for ever. */
export function paragraphsOf(cues: readonly Cue[]): Cue[] {
  const paragraphs: Cue[] = [];
  for (const cue of cues) {
    const last = paragraphs.at(-1);
    const goesOn =
      last &&
      cue.start !== undefined &&
      last.speaker === cue.speaker &&
      !(last.text.length > PARAGRAPH && /[.!?؟。…]$/.test(last.text));
    if (goesOn) last.text += ` ${cue.text}`;
    else paragraphs.push({ ...cue });
  }
  return paragraphs;
}

/** A moment of a sound as people read it: `1:02:03`, `2:03`. @param start seconds */
export function timeOf(start: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, seconds] = [start / 3600, (start / 60) % 60, start % 60].map(Math.floor) as [
    number,
    number,
    number,
  ];
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
