import { type Cue, parseVtt } from "./vtt.ts";

const MOMENT = /^[[(]?(?:(\d{1,3}):)?(\d{1,2}):([0-5]\d)(?:[.,](\d{1,3}))?[\])]?(?=\s)[ \t]*(?:[-–—][ \t]*)?/;

/** What is said in a text that comes with sound: WebVTT, or plain. */
export function cuesIn(text: string): Cue[] {
  return parseVtt(text) ?? plainCues(text);
}

/**
 * A paragraph is what blank lines part; where lines begin with moments (`12:30 The sea`), each of those begins
 * one.
 */
function plainCues(text: string): Cue[] {
  const cues: Cue[] = [];
  let isNew = true;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [moment, hours = "0", minutes, seconds, fraction = "0"] = MOMENT.exec(line) ?? [];
    const said = line
      .slice(moment?.length ?? 0)
      .replace(/\s+/g, " ")
      .trim();
    if (said && (moment !== undefined || isNew)) {
      const start = Number(hours) * 3600 + Number(minutes) * 60 + Number(`${seconds}.${fraction}`);
      cues.push({ ...(moment !== undefined && { start }), text: said });
    } else if (said) (cues.at(-1) as Cue).text += ` ${said}`;
    isNew = said === "";
  }
  return cues;
}
