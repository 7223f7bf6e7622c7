import type { PreviewLink } from "../../model/copy.ts";
import type { ArticleDocument } from "../../model/document.ts";
import { formAtLeast, SHARED_WIDTH } from "../../model/forms.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";
import { Faults, ShownOnce } from "./notice.tsx";

interface Preview {
  id: string;
  /** Why there is nothing to see. */
  faults: { field: string; detail: string }[];
  document: ArticleDocument | null;
  /** Links by which others may read it. */
  links: PreviewLink[];
  /** One that was made just now: it is shown this once. */
  link: string | null;
}

/** A story as readers will get it, on a phone and on a desk, as a search result and in feeds. */
export function renderPreview(context: DeskContext, preview: Preview): string {
  const say = context.words.previewPage;
  const { id, faults, document } = preview;
  const path = `/desk/stories/${id}`;
  return renderDeskPage({
    context,
    title: say.title,
    children: (
      <>
        <h1>{say.title}</h1>
        <p>
          <a href={path}>{say.back}</a>
        </p>
        {faults.length ? (
          <Faults title={say.cannot} faults={faults} name={(field) => field} />
        ) : (
          <>
            <h2>{say.desk}</h2>
            <iframe class="preview" src={`${path}/preview/page`} title={say.desk} />
            <h2>{say.phone}</h2>
            <iframe class="preview phone" src={`${path}/preview/page`} title={say.phone} />
          </>
        )}
        {document ? <Elsewhere context={context} document={document} /> : null}
        <Links context={context} preview={preview} />
      </>
    ),
  });
}

/** How others will show it. */
function Elsewhere({ context, document }: { context: DeskContext; document: ArticleDocument }) {
  const say = context.words.previewPage;
  const { title, url, summary = "", image, language, _dateline, date_published } = document;
  const shared = image ? formAtLeast(image, _dateline.image, SHARED_WIDTH) : undefined;
  const text = { lang: language, dir: _dateline.direction };
  const told = (
    <>
      <p class="headline" {...text}>
        {title}
      </p>
      <p class="quiet" {...text}>
        {summary}
      </p>
    </>
  );
  return (
    <div class="elsewhere">
      <section>
        <h2>{say.result}</h2>
        <p class="address" dir="ltr">
          {decodeURI(url)
            .replace(/^https?:\/\//, "")
            .replaceAll("/", " › ")}
        </p>
        {told}
      </section>
      <section>
        <h2>{say.card}</h2>
        <div class="card">
          {shared ? <img src={new URL(shared.url).pathname} alt="" loading="lazy" /> : null}
          <p class="quiet" dir="ltr">
            {new URL(url).host}
          </p>
          {told}
        </div>
      </section>
      <section>
        <h2>{say.feed}</h2>
        <p class="state">
          <bdi>{context.site.title}</bdi> · {context.dateTime(Date.parse(date_published))}
        </p>
        <p class="headline" {...text}>
          {title}
        </p>
        <p {...text}>{_dateline.standfirst ?? summary}</p>
      </section>
    </div>
  );
}

/** Links by which somebody without an account reads it. */
function Links({ context, preview: { id, links, link } }: { context: DeskContext; preview: Preview }) {
  const say = context.words.previewPage;
  const path = `/desk/stories/${id}/preview/links`;
  return (
    <section>
      <h2>{say.links}</h2>
      <p>{say.linksSay}</p>
      {link ? (
        <ShownOnce value={link} label={say.links}>
          {say.linkMade}
        </ShownOnce>
      ) : null}
      <form method="post" action={path}>
        <button type="submit">{say.linkMake}</button>
      </form>
      <ul class="rows">
        {links.map((each) => (
          <li>
            <form class="inline" method="post" action={`${path}/${each.id}`}>
              <span>{say.linkOf(each.by, context.dateTime(each.expires))}</span>
              <button type="submit" class="plain">
                {say.linkEnd}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A page on which a link's secret is given: a script does it, since no server may see it in an address. */
export function renderPreviewKey(context: DeskContext, id: string, isOver: boolean): string {
  const say = context.words.previewPage;
  return renderDeskPage({
    context,
    title: say.title,
    children: (
      <form class="narrow" method="post" action={`/desk/preview/${id}`} data-secret={isOver ? undefined : ""}>
        <h1>{say.title}</h1>
        <p role={isOver ? "alert" : undefined} class={isOver ? "say" : undefined}>
          {isOver ? say.linkOver : say.keySay}
        </p>
        <label>
          {say.key}
          <input name="secret" dir="ltr" autocomplete="off" required />
        </label>
        <button type="submit" class="live">
          {say.read}
        </button>
      </form>
    ),
  });
}
