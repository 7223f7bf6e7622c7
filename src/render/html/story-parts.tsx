import { type ArticleDocument, type ItemAttachment, undirected } from "../../model/document.ts";
import type { PageContext } from "./context.ts";
import { IN_STORY, Picture, withForms } from "./picture.tsx";
import { withScrolledTables } from "./tables.ts";

// What stories and pages of their own are made of alike.

interface PartProps {
  article: ArticleDocument;
  context: PageContext;
}

export function Body({ article, context }: PartProps) {
  if (!article.content_html) return null;
  const html = withForms(undirected(article), article._dateline.pictures);
  return (
    <div class="body" dangerouslySetInnerHTML={{ __html: withScrolledTables(html, context.strings.table) }} />
  );
}

export function OwnPicture({ article: { image, _dateline } }: { article: ArticleDocument }) {
  if (!image) return null;
  const { image: facts = { alt: "" } } = _dateline;
  return (
    <figure class="picture">
      <Picture url={image} facts={facts} place={IN_STORY} first />
      {facts.credit ? <figcaption>{facts.credit}</figcaption> : null}
    </figure>
  );
}

export function Attachments({ article, context }: PartProps) {
  const { attachments = [], _dateline } = article;
  if (attachments.length === 0) return null;
  const { strings, site } = context;
  // What another server has is a link, unless its publication is to be asked.
  const plays = ({ url, mime_type }: ItemAttachment, kind: string) =>
    mime_type.startsWith(`${kind}/`) && (_dateline.linked || url.startsWith(`${site.url}/`));
  return (
    <section class="attachments" aria-label={strings.listen}>
      {attachments.map(({ url, mime_type, title, size_in_bytes }) => (
        <div>
          {plays({ url, mime_type }, "audio") ? (
            <audio controls preload="none" src={url} aria-label={title ?? strings.listen} />
          ) : null}
          {plays({ url, mime_type }, "video") ? (
            <video controls preload="none" src={url} aria-label={title ?? strings.listen} />
          ) : null}
          <p>
            <a href={url} type={mime_type} download>
              {strings.download}: {title ?? url.split("/").at(-1)}
            </a>{" "}
            {size_in_bytes ? strings.size((size_in_bytes / 1e6).toFixed(1)) : null}
          </p>
        </div>
      ))}
    </section>
  );
}
