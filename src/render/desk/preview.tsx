import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";

interface Preview {
  id: string;
  /** Why there is nothing to see. */
  faults: { field: string; detail: string }[];
}

/** A story as readers will get it, on a phone and on a desk. */
export function renderPreview(context: DeskContext, { id, faults }: Preview): string {
  const say = context.words.previewPage;
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
          <div class="say" role="alert">
            <p>{say.cannot}</p>
            <ul>
              {faults.map(({ field, detail }) => (
                <li>
                  {field}: {detail}
                </li>
              ))}
            </ul>
          </div>
        ) : (
          <>
            <h2>{say.desk}</h2>
            <iframe class="preview" src={`${path}/preview/page`} title={say.desk} />
            <h2>{say.phone}</h2>
            <iframe class="preview phone" src={`${path}/preview/page`} title={say.phone} />
          </>
        )}
      </>
    ),
  });
}
