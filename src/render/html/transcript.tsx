import type { ArticleDocument } from "../../model/document.ts";
import { timeOf } from "../../text/vtt.ts";
import { soundOf } from "../feeds/podcast.ts";
import type { PageContext } from "./context.ts";

interface Props {
  article: ArticleDocument;
  context: PageContext;
}

/** The parts of an episode, each of which leads into its sound (https://www.w3.org/TR/media-frags/#naming-time). */
export function Chapters({ article, context }: Props) {
  const { chapters = [] } = article._dateline;
  const sound = soundOf(article);
  if (chapters.length === 0 || !sound) return null;
  return (
    <section class="related" aria-labelledby="chapters">
      <h2 id="chapters" class="label" lang={context.language} dir={context.direction}>
        {context.strings.chapters}
      </h2>
      <ol>
        {chapters.map(({ start, text }) => (
          <li>
            <a href={`${sound.url}#t=${start}`}>
              {timeOf(start)} {text}
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What is said in an episode, to be read. */
export function Transcript({ article, context }: Props) {
  const { transcript = [] } = article._dateline;
  if (transcript.length === 0) return null;
  return (
    <details class="background">
      <summary lang={context.language} dir={context.direction}>
        {context.strings.transcript}
      </summary>
      {transcript.map(({ start, speaker, text }) => (
        <p>
          {start === undefined ? null : (
            <>
              <small>{timeOf(start)}</small>{" "}
            </>
          )}
          {speaker ? (
            <>
              <b>{speaker}:</b>{" "}
            </>
          ) : null}
          {text}
        </p>
      ))}
    </details>
  );
}
