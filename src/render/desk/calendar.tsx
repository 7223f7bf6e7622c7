import type { StoryLine } from "../../model/copy.ts";
import { localTime } from "../../model/zone.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";

interface Calendar {
  /** `2026-12`. */
  month: string;
  before: string;
  after: string;
  /** What goes out in it, the next one first. */
  stories: StoryLine[];
}

const DAY_MS = 86_400_000;

/** A month, with what goes out on each of its days, in the publication's time zone. */
export function renderCalendar(context: DeskContext, { month, before, after, stories }: Calendar): string {
  const { words, site, language } = context;
  const first = Date.parse(`${month}-01T00:00Z`);
  const length = Math.round((Date.parse(`${after}-01T00:00Z`) - first) / DAY_MS);
  const days = Array.from({ length }, (_, i) => new Date(first + i * DAY_MS).toISOString().slice(0, 10));
  const byDay = Map.groupBy(stories, ({ published }) =>
    localTime(published ?? 0, site.timeZone).slice(0, 10),
  );
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" });
  const named = format({ month: "long", year: "numeric" });
  const day = format({ weekday: "short", day: "numeric" });
  // Weeks begin on Monday.
  const offset = ((new Date(first).getUTCDay() + 6) % 7) + 1;
  return renderDeskPage({
    context,
    title: words.calendar,
    here: "/desk",
    children: (
      <>
        <h1>{named.format(first)}</h1>
        <nav class="tabs" aria-label={words.calendar}>
          <a href={`/desk/calendar?month=${before}`}>{named.format(Date.parse(`${before}-01T00:00Z`))}</a>
          <a href={`/desk/calendar?month=${after}`}>{named.format(Date.parse(`${after}-01T00:00Z`))}</a>
          <a href="/desk?which=scheduled">{words.storiesPage.status.scheduled}</a>
        </nav>
        <p class="quiet">{words.calendarSay(stories.length, site.timeZone)}</p>
        <ol class={`month from-${offset}`}>
          {days.map((date) => (
            <li class={byDay.has(date) ? undefined : "free"}>
              <time datetime={date}>{day.format(Date.parse(date))}</time>
              {(byDay.get(date) ?? []).map(({ id, title, published }) => (
                <a href={`/desk/stories/${id}`}>
                  {localTime(published ?? 0, site.timeZone).slice(11)} <bdi>{title}</bdi>
                </a>
              ))}
            </li>
          ))}
        </ol>
      </>
    ),
  });
}
