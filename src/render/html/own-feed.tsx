import type { DirectoryDocument, DirectoryEntry, ListDocument } from "../../model/document.ts";
import { LIMITS } from "../../model/limits.ts";
import { languageName, languageOfTag } from "../../text/language.ts";
import type { Site } from "../site.ts";
import { LANGUAGES } from "../strings/language.ts";
import { type PageContext, pageContext } from "./context.ts";
import { feedsOf } from "./feeds.ts";
import { Address, Formats, WebReaders } from "./follow.tsx";
import { renderPage } from "./layout.tsx";
import { Links } from "./links.tsx";

/** Of each kind, those with most stories can be ticked; others are written. */
const TICKS = 12;
/** Stories that are shown of what it would bring. */
const SHOWN = 10;

/** A feed of one's own choice: what it is to be of, ticked. It works without script. */
export function OwnFeedForm({ directory, context }: { directory: DirectoryDocument; context: PageContext }) {
  const { site, strings } = context;
  const { own } = strings;
  const languages = [
    ...new Set(
      // Those of the interface are those that most of its papers have stories in.
      [site.language, ...LANGUAGES, ...directory.sources.flatMap(({ language }) => language ?? [])].map(
        languageOfTag,
      ),
    ),
  ];
  return (
    <>
      <h2 id="own">{own.title}</h2>
      <p>{own.lead}</p>
      <form class="form" action={`${site.url}/subscribe/compose`}>
        <Ticks legend={strings.tags} name="tag" entries={directory.tags} />
        <Ticks legend={strings.sources} name="source" entries={directory.sources} />
        <Ticks legend={own.authors} name="author" entries={directory.authors} />
        <label>
          {own.otherTags}
          <input name="tags" maxlength={LIMITS.ownFeedText} dir="auto" />
        </label>
        <label>
          {own.words}
          <input name="words" maxlength={LIMITS.ownFeedText} dir="auto" />
        </label>
        <fieldset class="ticks">
          <legend>{own.language}</legend>
          <Choice type="radio" name="lang" value="" label={own.anyLanguage} checked />
          {languages.map((language) => (
            <Choice type="radio" name="lang" value={language} label={languageName(language, site.language)} />
          ))}
        </fieldset>
        <fieldset class="ticks">
          <legend>{own.join}</legend>
          <Choice type="radio" name="join" value="any" label={own.any} checked />
          <Choice type="radio" name="join" value="all" label={own.all} />
        </fieldset>
        <button type="submit">{own.submit}</button>
      </form>
    </>
  );
}

function Ticks({ legend, name, entries }: { legend: string; name: string; entries: DirectoryEntry[] }) {
  if (entries.length === 0) return null;
  const most = [...entries].sort((a, b) => b.count - a.count).slice(0, TICKS);
  return (
    <fieldset class="ticks">
      <legend>{legend}</legend>
      {most.map((entry) => (
        <Choice type="checkbox" name={name} value={entry.slug} label={entry.name} />
      ))}
    </fieldset>
  );
}

interface ChoiceProps {
  type: "checkbox" | "radio";
  name: string;
  value: string;
  label: string;
  checked?: boolean;
}

function Choice({ label, ...input }: ChoiceProps) {
  return (
    <label>
      <input {...input} />
      <bdi>{label}</bdi>
    </label>
  );
}

/** `/subscribe/own`: what a feed of one's own choice would bring, and where it is. */
export function renderOwnFeedPage(list: ListDocument, site: Site): string {
  const context = pageContext(site);
  const { strings } = context;
  const { own } = strings;
  const query = list._dateline.scope.name;
  const feeds = feedsOf(list.home_page_url, query);
  const links = list.items.slice(0, SHOWN).map(({ title, url, language }) => ({ title, url, language }));
  return renderPage({
    context,
    head: {
      title: own.title,
      canonical: `${site.url}/subscribe/own?${new URLSearchParams({ q: query })}`,
      feeds,
    },
    children: (
      <div class="story">
        <h1>{own.title}</h1>
        <p class="standfirst">
          <bdi>{query}</bdi>
        </p>
        <section class="follow">
          <Address name={query} feeds={feeds} context={context} />
          <WebReaders feeds={feeds} context={context} />
          <Formats feeds={feeds} context={context} />
        </section>
        <p>{strings.nothingHappens}</p>
        {links.length ? <Links title={own.brings} links={links} /> : <p>{own.nothingYet}</p>}
        <p class="formats">
          <a href={list.home_page_url}>{own.asSearch}</a>{" "}
          <a href={`${site.url}/subscribe#own`}>{own.another}</a>
        </p>
      </div>
    ),
  });
}
