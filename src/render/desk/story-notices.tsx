import type { ActKind, CopyContent, OpenStory, PendingAct } from "../../model/copy.ts";
import type { DeskContext } from "./context.ts";
import { Faults, Notice } from "./notice.tsx";

/** What there is to say of a story besides what it is. */
export interface StorySaid {
  /** Whose its picture is. */
  credit?: string;
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

/** Where somebody is led when something was done with a story. */
export function afterwards({ id, article }: Pick<OpenStory, "id" | "article">, what: ActKind): string {
  return what === "discard" && !article ? "/desk" : `/desk/stories/${id}?done=${what}`;
}

/** What there is to say over a story. */
export function Notices({
  context,
  story,
  said,
}: {
  context: DeskContext;
  story: OpenStory;
  said: StorySaid;
}) {
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
        <Faults
          title={say.faults}
          faults={said.faults}
          name={(field) => say.fields[field as keyof typeof say.fields] ?? field}
        />
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
