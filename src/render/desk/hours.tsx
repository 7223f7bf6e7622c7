import { HOURS_KEPT, type Hour } from "../../model/hours.ts";
import type { DeskContext } from "./context.ts";

const HOUR_MS = 3_600_000;
const BAR = { width: 4, gap: 2, height: 32 };

/** The last two days of the newsroom as small plots, each with what it shows in words. */
export function Hours({ context, hours }: { context: DeskContext; hours: Hour[] }) {
  const say = context.words.sourcesPage;
  const plots = [
    ["outbox", say.hoursOutbox],
    ["calls", say.hoursCalls],
    ["dead", say.hoursDead],
  ] as const;
  return (
    <div class="hours">
      {plots.map(([of, words]) => {
        const most = Math.max(0, ...hours.map((hour) => hour[of]));
        return (
          <figure>
            <Bars hours={hours} of={of} most={most} now={context.now} label={words(most)} />
            <figcaption class="quiet">{words(most)}</figcaption>
          </figure>
        );
      })}
    </div>
  );
}

interface BarsProps {
  hours: Hour[];
  of: "outbox" | "calls" | "dead";
  most: number;
  now: number;
  label: string;
}

/** A bar for each hour, the newest at the end. */
function Bars({ hours, of, most, now, label }: BarsProps) {
  const step = BAR.width + BAR.gap;
  const first = now - (now % HOUR_MS) - (HOURS_KEPT - 1) * HOUR_MS;
  return (
    <svg class="reads" width={HOURS_KEPT * step} height={BAR.height} role="img" aria-label={label}>
      <rect class="same" x={0} y={BAR.height - 1} width={HOURS_KEPT * step} height={1} />
      {hours.map((hour) => {
        const height = most ? Math.max(hour[of] ? 2 : 0, Math.round((hour[of] / most) * BAR.height)) : 0;
        const x = Math.round((hour.at - first) / HOUR_MS) * step;
        return height && x >= 0 ? (
          <rect class="new" x={x} y={BAR.height - height} width={BAR.width} height={height} />
        ) : null;
      })}
    </svg>
  );
}
