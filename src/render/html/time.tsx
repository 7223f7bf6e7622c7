import type { PageContext } from "./context.ts";

interface TimeProps {
  at: string;
  /** `time` where the day stands above it. */
  show?: "moment" | "time";
  context: PageContext;
}

/** A moment: absolute in the HTML, kept relative by the script while it is of today. */
export function Time({ at, show = "moment", context }: TimeProps) {
  return (
    <time datetime={at} data-relative={context.strings.justNow}>
      {show === "time" ? context.time(at) : context.dateTime(at)}
    </time>
  );
}
