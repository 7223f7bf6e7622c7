import { diffComm } from "node-diff3";

/** A stretch of text that stayed, went, or came. */
export interface Stretch {
  kind: "same" | "gone" | "new";
  text: string;
}

/** What became of a text: line by line, and within the lines that changed word by word. */
export function differenceOf(before: string, after: string): Stretch[] {
  const lines = (text: string) => text.split(/(?<=\n)/);
  const stretches = compare(lines(before), lines(after)).flatMap(({ same, gone, come }) => {
    if (same) return [{ kind: "same" as const, text: same }];
    if (!gone || !come) return stretchesOf(gone, come);
    const words = (text: string) => text.split(/(?<=\s)/);
    return compare(words(gone), words(come)).flatMap((each) =>
      each.same ? [{ kind: "same" as const, text: each.same }] : stretchesOf(each.gone, each.come),
    );
  });
  return stretches;
}

function stretchesOf(gone: string, come: string): Stretch[] {
  return [
    ...(gone ? [{ kind: "gone" as const, text: gone }] : []),
    ...(come ? [{ kind: "new" as const, text: come }] : []),
  ];
}

function compare(before: string[], after: string[]): { same: string; gone: string; come: string }[] {
  return diffComm(before, after).map((part) =>
    "common" in part && part.common
      ? { same: part.common.join(""), gone: "", come: "" }
      : { same: "", gone: (part.buffer1 ?? []).join(""), come: (part.buffer2 ?? []).join("") },
  );
}
