import type { SourceView } from "../../model/source.ts";
import type { DeskContext } from "./context.ts";

/** Whether a source is read, and if not, why. */
export function Health({ context, source }: { context: DeskContext; source: SourceView }) {
  const say = context.words.sourcesPage;
  const { status, failures, error, last_fetch } = source;
  if (status !== "active") return <b>{say.status[status]}</b>;
  if (failures > 0)
    return (
      <>
        <b>{say.failing(failures)}</b>: {error}
      </>
    );
  return <span>{last_fetch ? say.read(context.dateTime(Date.parse(last_fetch.at))) : say.unread}</span>;
}

const BAR = { width: 10, gap: 4, height: 18 };

/** The last reads, the oldest first: tall where one brought something, low where not, hollow where it failed. */
export function Reads({ context, source: { outcomes } }: { context: DeskContext; source: SourceView }) {
  if (!outcomes.length) return null;
  const say = context.words.sourcesPage;
  const step = BAR.width + BAR.gap;
  const count = (kind: string) => outcomes.filter((each) => each.kind === kind).length;
  return (
    <svg
      class="reads"
      width={outcomes.length * step}
      height={BAR.height}
      role="img"
      aria-label={say.reads(count("new"), count("same"), count("failed"))}
    >
      {outcomes.toReversed().map(({ kind }, i) => {
        const height = kind === "same" ? 4 : BAR.height - 2;
        return (
          <rect
            class={kind}
            x={i * step + 1}
            y={BAR.height - height - 1}
            width={BAR.width - 2}
            height={height}
          />
        );
      })}
    </svg>
  );
}
