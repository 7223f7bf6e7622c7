import type { PageContext } from "./context.ts";

/**
 * Controls that read an article aloud. The script shows them where the browser has a voice for its
 * language; without that there is nothing to show.
 */
export function Listen({ context: { strings, language, direction } }: { context: PageContext }) {
  return (
    <div class="listen" data-listen="" hidden lang={language} dir={direction}>
      <button type="button" data-play={strings.listenStart} data-pause={strings.listenPause}>
        {strings.listenStart}
      </button>
      <button type="button" data-stop="" hidden>
        {strings.listenStop}
      </button>
      <progress value={0} max={1} aria-label={strings.listenPosition} hidden />
      <output />
    </div>
  );
}
