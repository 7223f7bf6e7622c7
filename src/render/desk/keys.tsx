import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";

/** The keys of the desk, by where they work. */
export function renderKeys(context: DeskContext): string {
  const { words } = context;
  const { title, parts } = words.keysPage;
  return renderDeskPage({
    context,
    title,
    children: (
      <div data-keys>
        <h1>{title}</h1>
        {parts.map(({ where, keys }) => (
          <section>
            <h2>{where}</h2>
            <dl class="keys">
              {keys.map(([key, does]) => (
                <div>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    ),
  });
}
