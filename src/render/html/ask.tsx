import type { AskDocument, ModelAnswer, QuotedPassage } from "../../model/found.ts";
import type { Site } from "../site.ts";
import { type PageContext, pageContext } from "./context.ts";
import { renderPage } from "./layout.tsx";
import { QueryForm } from "./query-form.tsx";
import { Marked } from "./search.tsx";
import { Time } from "./time.tsx";

/** The page of a question. @param found null where nothing is asked yet */
export function renderAskPage(found: AskDocument | null, answer: ModelAnswer | null, site: Site): string {
  const context = pageContext(site);
  const { strings } = context;
  const about = found?.about;
  return renderPage({
    context,
    head: { title: found?.question ? `${found.question} · ${strings.ask}` : strings.ask },
    children: (
      <div class="plain">
        {about ? (
          <p class="label">
            <a href={about.url}>
              <bdi>{about.title}</bdi>
            </a>
          </p>
        ) : null}
        <h1>{about ? strings.askStory : strings.ask}</h1>
        <AskForm question={found?.question ?? ""} about={about?.slug} context={context} />
        {found?.question ? (
          <Answers found={found} answer={answer} context={context} />
        ) : (
          <p>{strings.askHow}</p>
        )}
      </div>
    ),
  });
}

interface AskFormProps {
  question?: string;
  /** The slug of the article that is asked; all of them without. */
  about?: string | undefined;
  context: PageContext;
}

/** The form of a question. */
export function AskForm({ question = "", about, context: { site, strings } }: AskFormProps) {
  return (
    <QueryForm
      action={`${site.url}/ask`}
      id="question"
      label={strings.askLabel}
      submit={strings.ask}
      value={question}
      about={about}
    />
  );
}

interface AnswersProps {
  found: AskDocument;
  answer: ModelAnswer | null;
  context: PageContext;
}

function Answers({ found, answer, context }: AnswersProps) {
  const { site, strings } = context;
  const { question, about, passages } = found;
  return (
    <>
      {answer ? (
        <aside class="points" aria-labelledby="answer">
          <h2 id="answer" class="label">
            {strings.answer}
          </h2>
          <p dir="auto">{answer.kind === "answer" ? answer.text : strings.noAnswer}</p>
          {answer.kind === "answer" ? <p class="made">{strings.answerMade}</p> : null}
        </aside>
      ) : null}
      {passages.length ? (
        <>
          <p class="made">{strings.passagesMade}</p>
          <ol class="quotations">
            {passages.map((passage, i) => (
              <Quotation passage={passage} number={i + 1} context={context} />
            ))}
          </ol>
        </>
      ) : (
        <p class="standfirst">{strings.noPassages}</p>
      )}
      <p>
        {about ? (
          <>
            <a href={`${site.url}/ask?${new URLSearchParams({ q: question })}`}>{strings.askAll}</a>
            {" · "}
          </>
        ) : null}
        <a href={`${site.url}/search?${new URLSearchParams({ q: question })}`}>{strings.searchInstead}</a>
      </p>
    </>
  );
}

interface QuotationProps {
  passage: QuotedPassage;
  number: number;
  context: PageContext;
}

function Quotation({ passage, number, context }: QuotationProps) {
  const { direction } = context;
  const { pieces, title, url, source, published, language } = passage;
  return (
    <li>
      <blockquote cite={url} lang={language} dir={passage.direction}>
        <Marked pieces={pieces} />
      </blockquote>
      <p class="when" lang={context.language} dir={direction}>
        [{number}]{" "}
        <a href={url}>
          <bdi lang={language}>{title}</bdi>
        </a>{" "}
        · <bdi>{source}</bdi> · <Time at={published} context={context} />
      </p>
    </li>
  );
}
