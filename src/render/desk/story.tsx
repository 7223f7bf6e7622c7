import type { CopyContent, OpenStory } from "../../model/copy.ts";
import { LIMITS } from "../../model/limits.ts";
import type { Person } from "../../model/people.ts";
import { localTime } from "../../model/zone.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";
import { Bar } from "./story-bar.tsx";
import { Margin } from "./story-margin.tsx";
import { Notices, type StorySaid } from "./story-notices.tsx";

/** The sheet on which a story is written, and what can be done with it. */
export function renderStory(context: DeskContext, person: Person, story: OpenStory, said: StorySaid): string {
  const { words } = context;
  const { content } = story;
  return renderDeskPage({
    context,
    title: content.title || words.storiesPage.untitled,
    children: (
      <form
        class="sheet"
        method="post"
        action={`/desk/stories/${story.id}`}
        enctype="multipart/form-data"
        data-story={story.id}
      >
        <h1 class="unseen">{content.title || words.storiesPage.untitled}</h1>
        <input type="hidden" name="version" value={String(story.copy?.version ?? 0)} />
        <div class="paper">
          <Notices context={context} story={story} said={said} />
          <Sheet context={context} content={content} background={story.background} />
          <Corrections context={context} story={story} />
        </div>
        <Margin context={context} story={story} credit={said.credit ?? ""} />
        <Bar context={context} person={person} story={story} />
      </form>
    ),
  });
}

interface SheetProps {
  context: DeskContext;
  content: CopyContent;
  background: string[];
}

function Sheet({ context, content, background }: SheetProps) {
  const { fields, html } = context.words.storyPage;
  const { site, words } = context;
  return (
    <>
      <textarea
        name="title"
        rows={1}
        maxlength={300}
        placeholder={fields.title}
        aria-label={fields.title}
        dir="auto"
      >
        {content.title}
      </textarea>
      <textarea
        name="standfirst"
        rows={1}
        maxlength={1000}
        placeholder={fields.standfirst}
        aria-label={fields.standfirst}
        dir="auto"
      >
        {content.standfirst}
      </textarea>
      <input type="hidden" name="format" value={content.format} />
      <div
        data-editor={JSON.stringify(words.editor)}
        data-site={site.url}
        data-language={site.language}
        data-background={JSON.stringify(background)}
      >
        <textarea
          name="text"
          rows={18}
          placeholder={content.format === "html" ? html : fields.text}
          aria-label={content.format === "html" ? html : fields.text}
          dir="auto"
        >
          {`\n${content.text}`}
        </textarea>
      </div>
    </>
  );
}

/** What was wrong, and a place for what turns out to be so. */
function Corrections({ context, story }: { context: DeskContext; story: OpenStory }) {
  const { storyPage } = context.words;
  const today = localTime(context.now, context.site.timeZone).slice(0, 10);
  const blank = story.article?.status === "published" ? [{ date: today, text: "" }] : [];
  return (
    <>
      {[...story.content.corrections, ...blank].map(({ date, text }) => (
        <div class="row">
          <label class="wide">
            {storyPage.fields.corrections}
            <textarea name="correction" rows={2} maxlength={LIMITS.correction} dir="auto">
              {text}
            </textarea>
          </label>
          <label>
            {storyPage.correctionDay}
            <input type="date" name="correction-date" value={date} />
          </label>
        </div>
      ))}
    </>
  );
}
