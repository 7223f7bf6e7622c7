import type { ActKind, CopyContent, OpenStory, PendingAct } from "../../model/copy.ts";
import { LIMITS } from "../../model/limits.ts";
import { fileAt } from "../../model/media.ts";
import { may, type Person } from "../../model/people.ts";
import { localTime } from "../../model/zone.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";
import { Notice } from "./notice.tsx";
import type { DeskWords } from "./words.ts";

/** What there is to say of a story besides what it is. */
export interface StorySaid {
  done?: ActKind | undefined;
  /** Why it cannot be published. */
  faults?: { field: string; detail: string }[];
  time?: "noSuchTime" | "twoTimes" | "past";
  /** Somebody else saved meanwhile, and all of it is brought together. */
  mergedWith?: string;
  /** What somebody else has where both changed the same. */
  theirs?: { by: string; content: CopyContent; fields: (keyof CopyContent)[] };
  /** What was published in these fields gave way to what is written here. */
  kept?: (keyof CopyContent)[];
  stale?: boolean;
}

const HOUR_MS = 3_600_000;

/** Where somebody is led when something was done with a story. */
export function afterwards({ id, article }: Pick<OpenStory, "id" | "article">, what: ActKind): string {
  return what === "discard" && !article ? "/desk" : `/desk/stories/${id}?done=${what}`;
}

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
          <Sheet context={context} content={content} />
          <Corrections context={context} story={story} />
        </div>
        <Margin context={context} story={story} />
        <Bar context={context} person={person} story={story} />
      </form>
    ),
  });
}

function Notices({ context, story, said }: { context: DeskContext; story: OpenStory; said: StorySaid }) {
  const { words, dateTime } = context;
  const say = words.storyPage;
  const { copy } = story;
  const { theirs } = said;
  return (
    <>
      {story.pending ? <Pending context={context} story={story} pending={story.pending} /> : null}
      {said.done && !story.pending ? (
        <Notice>
          {`${say.done[said.done]} `}
          {said.done === "publish" && story.article ? <a href={story.article.url}>{say.live}</a> : null}
        </Notice>
      ) : null}
      {said.stale ? <Notice isAlert>{words.errors.stale}</Notice> : null}
      {said.time ? <Notice isAlert>{say[said.time]}</Notice> : null}
      {said.mergedWith ? <Notice>{say.merged(said.mergedWith)}</Notice> : null}
      {said.faults?.length ? (
        <div class="say" role="alert">
          <p>{say.faults}</p>
          <ul>
            {said.faults.map(({ field, detail }) => (
              <li>
                {say.fields[field as keyof typeof say.fields] ?? field}: {detail}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {said.kept ? (
        <Notice>
          {say.takenIn}
          {said.kept.length
            ? ` ${say.mineStays(said.kept.map((field) => say.fields[field as keyof typeof say.fields] ?? field).join(", "))}`
            : ""}
        </Notice>
      ) : null}
      {theirs ? (
        <div class="say" role="alert">
          <p>
            <b>{say.conflict(theirs.by)}</b>. {say.conflictSay}
          </p>
          {theirs.fields.map((field) => (
            <div>
              <p class="quiet">{say.fields[field as keyof typeof say.fields] ?? say.picture}</p>
              <div class="difference" data-theirs={field} dir="auto">
                {textOf(theirs.content[field])}
              </div>
            </div>
          ))}
        </div>
      ) : null}
      {copy?.note ? (
        <p class="say">
          <b>{words.storiesPage.state[copy.state]}</b>: <bdi>{copy.note}</bdi>
        </p>
      ) : null}
      {story.behind ? (
        <p class="say">
          {say.behind}{" "}
          <button type="submit" name="do" value="take-in">
            {say.takeIn}
          </button>
        </p>
      ) : null}
      <p class="quiet" role="status" data-here={say.here("{names}")} hidden />
      {copy ? <p class="quiet">{say.others(copy.savedBy, dateTime(copy.saved))}</p> : null}
    </>
  );
}

/** What is about to be done, while it can be taken back. */
function Pending({
  context,
  story,
  pending,
}: {
  context: DeskContext;
  story: OpenStory;
  pending: PendingAct;
}) {
  const say = context.words.storyPage;
  const left = Math.max(0, Math.ceil((pending.due - context.now) / 1000));
  return (
    <div class="say" data-pending={left} data-then={afterwards(story, pending.kind)}>
      <p role="status">
        <b>{say.about[pending.kind]}</b> (<bdi>{pending.by}</bdi>)
      </p>
      <p class="row">
        <button type="submit" name="do" value="take-back">
          {say.takeBack}
        </button>
        <button type="submit" name="do" value="hurry" class="plain">
          {say.hurry}
        </button>
        <span class="quiet" data-left={say.aboutLeft}>
          {say.aboutLeft.replace("{n}", String(left))}
        </span>
      </p>
    </div>
  );
}

const textOf = (value: CopyContent[keyof CopyContent]) =>
  Array.isArray(value)
    ? value.map((each) => (typeof each === "string" ? each : Object.values(each).join(": "))).join(", ")
    : typeof value === "object"
      ? (value?.alt ?? "")
      : value;

function Sheet({ context, content }: { context: DeskContext; content: CopyContent }) {
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
      <div data-editor={JSON.stringify(words.editor)} data-site={site.url} data-language={site.language}>
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

function Margin({ context, story }: { context: DeskContext; story: OpenStory }) {
  const say = context.words.storyPage;
  const { content, article } = story;
  const line = (name: "language" | "slug" | "canonicalUrl", hint?: string) => (
    <label>
      {say.fields[name]}
      {hint ? ` (${hint})` : ""}
      <input name={name} value={content[name]} dir="ltr" autocomplete="off" spellcheck={false} />
    </label>
  );
  return (
    <aside>
      {article ? (
        <p class="state">
          <b>{context.words.storiesPage.status[article.status]}</b>
          {article.status === "published" ? (
            <>
              {" "}
              · <a href={article.url}>{say.live}</a>
            </>
          ) : null}{" "}
          · <a href={`/desk/stories/${story.id}/history`}>{say.history}</a>
        </p>
      ) : null}
      <label>
        {say.fields.tags} ({say.tagsSay})
        <input
          name="tags"
          value={content.tags.join(", ")}
          dir="auto"
          autocomplete="off"
          data-names="tags"
          data-near={say.near("{name}", "{like}")}
        />
      </label>
      <label>
        {say.fields.authors} ({say.tagsSay})
        <input
          name="authors"
          value={content.authors.join(", ")}
          dir="auto"
          autocomplete="off"
          data-names="authors"
          data-near={say.near("{name}", "{like}")}
        />
      </label>
      <input type="hidden" name="image" value={content.image?.media ?? ""} />
      <label>
        {content.image ? say.pictureNew : say.picture}
        <input name="picture" type="file" accept="image/*" />
      </label>
      <div data-lead>{content.image ? <img src={`/desk/files/${content.image.media}`} alt="" /> : null}</div>
      <label>
        {say.pictureAlt}
        <input name="alt" value={content.image?.alt ?? ""} maxlength={1000} dir="auto" />
      </label>
      {content.image ? (
        <label class="check" data-without>
          <input name="no-picture" type="checkbox" /> {say.pictureNone}
        </label>
      ) : null}
      <input
        type="hidden"
        name="attachments"
        value={content.attachments ? JSON.stringify(content.attachments) : ""}
      />
      <label>
        {say.sound}
        <input name="sound" type="file" accept="audio/*,.vtt,.txt" multiple />
      </label>
      <div data-coming={JSON.stringify(comingOf(story))}>
        <ul>
          {comingOf(story).map((each) => (
            <li>
              <bdi>{each.title ?? ("url" in each ? each.url : each.media)}</bdi>
            </li>
          ))}
        </ul>
      </div>
      {line("language")}
      {line("slug", say.slugSay)}
      {line("canonicalUrl")}
    </aside>
  );
}

/** What comes with a story: what was chosen for it, or what it has. */
export function comingOf({ content, article }: OpenStory): NonNullable<CopyContent["attachments"]> {
  return (
    content.attachments ??
    (article?.attachments ?? []).map((each) => {
      const own = each.url.includes("/media/") ? fileAt(each.url)?.id : undefined;
      const { title, kind } = each;
      return own ? { media: own, ...(title && { title }), ...(kind && { kind }) } : each;
    })
  );
}

function Bar({ context, person, story }: { context: DeskContext; person: Person; story: OpenStory }) {
  const { words, dateTime, site } = context;
  const say = words.storyPage;
  const { copy, article, mayPublish } = story;
  const button = (name: string, label: string, kind?: string) => (
    <button type="submit" name="do" value={name} class={kind}>
      {label}
    </button>
  );
  const isPublic = article?.status === "published";
  const soon = localTime(Math.ceil(context.now / HOUR_MS) * HOUR_MS + HOUR_MS, site.timeZone);
  return (
    <>
      <div class="bar">
        <output
          data-state
          data-saved={say.saved("{when}")}
          data-changed={say.changed}
          data-saving={say.saving}
          data-kept={say.kept}
          data-restored={say.offline}
          data-merged={say.merged("{name}")}
          data-conflict={`${say.conflict("{name}")}. ${say.conflictSay}`}
          data-ended={words.signIn.ended}
        >
          {copy ? say.saved(dateTime(copy.saved)) : say.never}
        </output>
        {button("save", words.save)}
        {button("preview", say.preview)}
        {mayPublish ? button("publish", isPublic ? say.update : say.publish, "live") : null}
      </div>
      <div class="acts">
        {mayPublish && !isPublic && article?.status !== "withdrawn" ? (
          <div class="row">
            <label>
              {say.at(site.timeZone)}
              <input type="datetime-local" name="at" value={soon} />
            </label>
            {button("schedule", say.schedule)}
          </div>
        ) : null}
        {copy && !mayPublish ? (
          <div class="row">
            <Note say={say} />
            {button("submit", say.submit, "live")}
          </div>
        ) : null}
        {copy?.state === "submitted" && may(person.role, "publish") ? (
          <div class="row">
            <Note say={say} />
            {button("return", say.giveBack)}
          </div>
        ) : null}
        {mayPublish && isPublic ? (
          <>
            <label class="check">
              <input type="checkbox" name="mend" /> {say.mend}
            </label>
            <div class="row">
              <label class="wide">
                {say.reason}
                <input name="reason" maxlength={LIMITS.reason} dir="auto" autocomplete="off" />
              </label>
              {button("withdraw", say.withdraw, "plain")}
            </div>
          </>
        ) : null}
        <div class="row">
          {copy ? button("discard", article ? say.discardLive : say.discard, "plain") : null}
          {mayPublish && article?.status === "withdrawn" ? button("bring-back", say.bringBack) : null}
        </div>
      </div>
    </>
  );
}

function Note({ say }: { say: DeskWords["storyPage"] }) {
  return (
    <label>
      {say.noteFor}
      <input name="note" maxlength={1000} dir="auto" autocomplete="off" />
    </label>
  );
}
