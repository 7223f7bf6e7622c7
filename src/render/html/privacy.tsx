import type { Site } from "../site.ts";
import { pageContext } from "./context.ts";
import { feedsOf } from "./feeds.ts";
import { renderPage } from "./layout.tsx";

/** `/privacy`: what is known of readers, which is next to nothing. */
export function renderPrivacyPage(site: Site): string {
  const context = pageContext(site);
  const { strings } = context;
  const sections = [
    ...strings.privacy,
    ...(site.turnstile ? [strings.privacyTurnstile] : []),
    ...(site.model ? [strings.privacyModel] : []),
  ];
  return renderPage({
    context,
    head: {
      title: strings.privacyTitle,
      description: strings.about.privacy(site.title, ""),
      canonical: `${site.url}/privacy`,
      feeds: feedsOf(`${site.url}/`, site.title),
    },
    children: (
      <div class="story">
        <h1>{strings.privacyTitle}</h1>
        <p class="standfirst">{strings.privacyLead}</p>
        {sections.map(({ title, text }) => (
          <section class="body">
            <h2>{title}</h2>
            <p>{text}</p>
          </section>
        ))}
      </div>
    ),
  });
}
