import type { OpenStory } from "../../model/copy.ts";
import { LIMITS } from "../../model/limits.ts";
import { may, type Person } from "../../model/people.ts";
import { localTime } from "../../model/zone.ts";
import type { DeskContext } from "./context.ts";
import type { DeskWords } from "./words.ts";

const HOUR_MS = 3_600_000;

/** What is saved, and what can be done with a story. */
export function Bar({ context, person, story }: { context: DeskContext; person: Person; story: OpenStory }) {
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
            <input type="hidden" name="zone" value={site.timeZone} />
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
