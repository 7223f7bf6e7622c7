import type { CopyContent, OpenStory } from "../../model/copy.ts";
import { fileAt } from "../../model/media.ts";
import { may } from "../../model/people.ts";
import type { DeskContext } from "./context.ts";

interface MarginProps {
  context: DeskContext;
  story: OpenStory;
  /** Whose its picture is; empty where nobody says. */
  credit: string;
}

/** What belongs to a story beside its text. */
export function Margin({ context, story, credit }: MarginProps) {
  const say = context.words.storyPage;
  const { content, article } = story;
  const line = (name: "language" | "slug" | "canonicalUrl", hint?: string) => (
    <label>
      {say.fields[name]}
      {hint ? ` (${hint})` : ""}
      <input name={name} value={content[name]} dir="ltr" autocomplete="off" spellcheck={false} />
    </label>
  );
  const names = (name: "tags" | "authors") => (
    <label>
      {say.fields[name]} ({say.tagsSay})
      <input
        name={name}
        value={content[name].join(", ")}
        dir="auto"
        autocomplete="off"
        data-names={name}
        data-near={say.near("{name}", "{like}")}
      />
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
          {context.person && may(context.person.role, "see-activity") ? (
            <>
              {" "}
              · <a href={`/desk/activity?article=${story.id}`}>{context.words.activity}</a>
            </>
          ) : null}
        </p>
      ) : null}
      {content.page ? (
        <>
          <p class="quiet">{context.words.storiesPage.pagesSay}</p>
          <input type="hidden" name="page" value="1" />
          <input type="hidden" name="tags" value="" />
          <input type="hidden" name="authors" value="" />
        </>
      ) : (
        <>
          {names("tags")}
          {names("authors")}
        </>
      )}
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
      <label>
        {say.pictureCredit}
        <input name="credit" value={credit} maxlength={300} dir="auto" />
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
      <Episode context={context} content={content} />
      {line("language")}
      {line("slug", say.slugSay)}
      {line("canonicalUrl")}
    </aside>
  );
}

/** Which episode of a programme it is. */
function Episode({ context, content }: { context: DeskContext; content: CopyContent }) {
  const say = context.words.storyPage;
  const number = (name: "season" | "episode") => (
    <label>
      {say.fields[name]}
      <input name={name} value={content[name]} inputmode="numeric" size={4} dir="ltr" autocomplete="off" />
    </label>
  );
  return (
    <div class="row">
      {number("season")}
      {number("episode")}
      <label>
        {say.fields.episodeType}
        <select name="episodeType">
          {(["", "full", "trailer", "bonus"] as const).map((type) => (
            <option value={type} selected={type === content.episodeType}>
              {type && say.episodeTypes[type]}
            </option>
          ))}
        </select>
      </label>
    </div>
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
