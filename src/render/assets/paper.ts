/** The stylesheet of all pages, as it is written. */
const WRITTEN = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fdfcf9, #16171a);
  --ink: light-dark(#1b1a17, #e9e6df);
  --quiet: light-dark(#5d5950, #aaa69b);
  --rule: light-dark(#d8d4c8, #36373b);
  --live: light-dark(#9c2a16, #ff9a7f);
  --hairline: .0625rem solid var(--rule);
  --edge: light-dark(#0003, #0008);
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", Georgia, Cambria, "Noto Serif", serif;
  --serif-ar: "Noto Naskh Arabic", "Amiri", "Geeza Pro", "Traditional Arabic", "Times New Roman", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif;
  --step: 1.25;
  --small: .875rem;
  --body: 1.1875rem;
  --large: calc(var(--body) * var(--step));
  --larger: calc(var(--large) * var(--step));
  --huge: clamp(1.9rem, 1.3rem + 2.6vw, 3rem);
  --line: 1.9rem;
  --measure: 65ch;
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding-inline: clamp(1rem, 4vw, 2.5rem); max-inline-size: 80rem;
  background: var(--paper); color: var(--ink);
  font: var(--body)/1.6 var(--serif); overflow-wrap: break-word; hyphens: auto;
}
:lang(ar), :lang(fa), :lang(ur) { --small: 1rem; font-family: var(--serif-ar); line-height: 1.8; hyphens: none; }
h1, h2, h3 { line-height: 1.15; text-wrap: balance; margin: 0; hyphens: manual; }
h1 { font-size: var(--huge); }
h1:lang(ar), h2:lang(ar), h3:lang(ar) { line-height: 1.4; }
:is(h1, h2, h3) :lang(ar) { line-height: inherit; }
p { margin: 0; text-wrap: pretty; }
a { color: inherit; text-decoration-color: var(--live); text-decoration-thickness: .06em; text-underline-offset: .18em; }
a:hover { color: var(--live); }
:focus-visible { outline: .15rem solid var(--live); outline-offset: .15rem; }
main:focus { outline: none; }
img, video { max-inline-size: 100%; block-size: auto; }
[data-colour] { background: attr(data-colour type(<color>)); }
code, pre { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .85em; hyphens: none; }
.skip, .fresh a { padding: .75rem 1rem; background: var(--ink); color: var(--paper); font: var(--small)/1.4 var(--sans); }
.skip { position: absolute; inset-inline-start: 1rem; inset-block-start: -5rem; z-index: 1; }
.skip:focus { inset-block-start: .5rem; }
.fresh { position: fixed; inset: auto auto 1.5rem 1rem; }

/* Labels */
.kicker, .when, .byline, .label, .count, .made, .formats, .origin, .ways, .dateline, footer, .address, .lists, .attachments p, button {
  font: var(--small)/1.5 var(--sans); color: var(--quiet);
}
.label { letter-spacing: .06em; text-transform: uppercase; font-weight: 600; }
:lang(ar) .label { letter-spacing: 0; }

/* Masthead */
.masthead { border-block-end: .0625rem solid var(--ink); padding-block: 1rem 0; margin-block-end: var(--line); }
.masthead .name { font-size: var(--larger); font-weight: 700; line-height: 1.2; }
.masthead .name a { text-decoration: none; }
.name img { display: inline-block; max-block-size: 1.6em; inline-size: auto; vertical-align: middle; }
.masthead-front { text-align: center; border-block-end: .1875rem double var(--ink); padding-block-start: 2rem; }
.masthead-front .name { font-size: clamp(2.5rem, 1.2rem + 6vw, 5rem); letter-spacing: -.02em; line-height: 1; }
.masthead-front .motto { font-style: italic; color: var(--quiet); margin-block-start: .5rem; }
.masthead-front .motto:lang(ar) { font-style: normal; }
.masthead .dateline { margin-block-start: .75rem; padding-block: .35rem; border-block: var(--hairline); }
.ways { display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: 2.5rem; }
.ways ul { list-style: none; display: flex; flex-wrap: wrap; column-gap: 1.25rem; margin: 0; padding: 0; }
.ways a { display: inline-block; min-block-size: 2.75rem; line-height: 2.75rem; text-decoration: none; color: var(--ink); }
.ways a:hover { color: var(--live); text-decoration: underline; }
.ways [aria-current] { font-weight: 700; }
@media (max-width: 47.99rem) {
  .ways { display: grid; grid-template-columns: repeat(3, 1fr); column-gap: .5rem; }
  .ways nav, .ways ul { display: contents; }
}

/* Lists */
.teaser { break-inside: avoid; padding-block: 1rem 1.1rem; }
.teaser + .teaser { border-block-start: var(--hairline); }
.teaser h2, .teaser h3 { font-size: var(--large); margin-block: .15rem .4rem; }
.teaser h2 a, .teaser h3 a { text-decoration: none; }
.teaser h2 a:hover, .teaser h3 a:hover { text-decoration: underline; text-decoration-color: var(--live); }
.teaser .standfirst { font-size: 1.0625rem; line-height: 1.5; }
.teaser .when { margin-block-start: .4rem; }
.teaser .when a, .count a { text-decoration: none; display: inline-block; padding-block: .25rem; }

.kicker a { text-decoration: none; display: inline-block; padding-block: .3rem; font-weight: 600; }
.lead { padding-block-start: 0; }
.lead h2 { font-size: var(--huge); margin-block: .3rem .75rem; }
.lead .standfirst { font-size: var(--large); line-height: 1.45; max-inline-size: 38em; }
.lead img { margin-block-start: 1rem; }
.beside { display: grid; grid-template-columns: minmax(0, 1fr) clamp(5.5rem, 24vw, 8rem); column-gap: 1.25rem; align-items: start; }
.beside audio { grid-column: 1/-1; }
.beside img { display: block; margin-block-start: .6rem; inline-size: 100%; aspect-ratio: 3/2; object-fit: cover; }
.programme { display: flex; flex-wrap: wrap; gap: 1rem; margin-block: 1rem; }
.programme img { inline-size: 12rem; }
.programme div { flex: 1 1 16rem; }
.edition { border-block-start: .0625rem solid var(--ink); padding-block-start: .75rem; }
.label a { text-decoration: none; display: inline-block; padding-block: .35rem; }
.edition > h2 { text-wrap: wrap; }
.edition .standfirst { max-inline-size: 38em; }
.scope { margin-block-end: var(--line); }
.scope h1 { margin-block: .2rem .5rem; }
@media (min-width: 48rem) {
  .rows { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); column-gap: 2.5rem; }
  .rows .teaser { border: 0; padding-block-start: 0; }
}
@media (min-width: 60rem) {
  .lead:has(img) { display: grid; grid-template-columns: 3fr 2fr; column-gap: 2.5rem; align-items: start; }
  .lead img { margin: 0; }
  .edition { display: grid; grid-template-columns: 10rem minmax(0, 1fr); column-gap: 2.5rem; }
}
.formats a, .directory a, .address a, .lists a, .count .follow-link { display: inline-block; min-block-size: 2.75rem; line-height: 2.75rem; }
.follow { border-block-start: .1875rem double var(--ink); padding-block-start: .75rem; margin-block-start: var(--line); }
.story .follow { border-block-end: .1875rem double var(--ink); padding-block-end: .75rem; }
.address, .lists li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; column-gap: 1.5rem; }
.address { justify-content: start; margin-block-start: .5rem; }
.address span, .lists span { display: inline-flex; align-items: center; gap: 1rem; }
.address code { user-select: all; overflow-wrap: anywhere; color: var(--ink); font-size: 1rem; }
.lists li { border-block-start: var(--hairline); padding-block: .2rem; }
.lists li > a { font: 1.125rem/2.75rem var(--serif); color: var(--ink); text-decoration: none; }
.empty { padding-block: 2rem; }
h1 + section, h1 + .directory, h1 + .letters { margin-block-start: 1rem; }
.directory { list-style: none; margin: 0; padding: 0; columns: 18rem; column-gap: 2.5rem; }
.directory li { break-inside: avoid; border-block-start: var(--hairline); }
.directory > li:not(.source) > a { text-decoration: none; }
.directory a::first-letter { text-transform: uppercase; }
.directory .count { white-space: nowrap; }
.letters { columns: 18rem; column-gap: 2.5rem; border-block-start: .1875rem double var(--ink); margin-block-start: var(--line); }
.letters > section { break-inside: avoid; padding-block-start: .75rem; }
.letters .directory { columns: auto; }
.source { padding-block: .5rem .25rem; }
.source h2 { font-size: var(--large); }
.source h2 a { text-decoration: none; }
.related ul, .results, .facets ul, .lists, .thread, .ticks { list-style: none; margin: 0; padding: 0; }
.related li { padding-block: .5rem .6rem; border-block-end: var(--hairline); }
.related a { display: block; padding-block: .4rem; font: 1.125rem/1.4 var(--serif); color: var(--ink); text-decoration: none; }
.related bdi:lang(ar), .walk bdi:lang(ar) { font-family: var(--serif-ar); }
.ask { margin-block: .75rem; max-inline-size: 42rem; }
.ask label, .ask .hint, .facets a, .facets summary, .pages, .hint { font: 1rem/1.5 var(--sans); }
.ask > div { display: flex; flex-wrap: wrap; gap: .5rem; margin-block-start: .35rem; }
.ask input[type="search"] { flex: 1 1 14rem; }
input, textarea { min-inline-size: 0; min-block-size: 2.75rem; padding: .5rem .75rem; border: .0625rem solid var(--quiet); border-radius: 0; background: none; color: var(--ink); font: 1rem/1.5 var(--sans); }
mark, .speaking { background: linear-gradient(transparent 55%, light-dark(#fbe38c, #6b5716) 55%); color: inherit; }
.lists { margin-block-start: .5rem; }
.results { max-inline-size: var(--measure); }
.facets ul { margin-block-end: 1rem; }
.facets a { display: inline-block; padding-block: .4rem; }
.pages { display: flex; flex-wrap: wrap; gap: 1.5rem; margin-block: 1rem; }
.pages > *, .facets summary { min-block-size: 2.75rem; line-height: 2.75rem; }
.help dt { margin-block-start: .75rem; }
.help dd { margin: 0; color: var(--quiet); font-size: 1.0625rem; }
summary { cursor: pointer; }
@media (min-width: 60rem) {
  .found { display: grid; grid-template-columns: minmax(0, 1fr) 16rem; column-gap: 3rem; align-items: start; }
  .found .facets { grid-column: 2; grid-row: 1; }
  @supports selector(::details-content) {
    .facets summary { display: none; }
    .facets::details-content { content-visibility: visible; block-size: auto; }
  }
}
.plain { max-inline-size: var(--measure); }
.plain h1 { margin-block: .2rem .8rem; }
.plain section { margin-block-start: 1.25rem; }
.plain h2:not(.label) { font-size: var(--large); margin-block: var(--line) .5rem; }
.help dt a { display: inline-block; padding-block: .3rem; }
.quotations { padding-inline-start: 0; list-style: none; }
.quotations li { margin-block: 1.25rem; }
.quotations blockquote { margin: 0 0 .4rem; padding-inline-start: 1.2rem; border-inline-start: .1875rem solid var(--rule); }
.listen { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; margin-block: 1rem; font: var(--small)/1.5 var(--sans); color: var(--quiet); }
.listen progress { flex: 1 1 8rem; accent-color: var(--live); }
[hidden] { display: none !important; }
.day { color: inherit; text-decoration: none; }
.walk p { padding-block: .3rem; }
.walk a { display: block; padding-block: .4rem; font: 1.0625rem/1.4 var(--serif); color: var(--ink); }
.thread > li { padding-block: .75rem; border-block-end: var(--hairline); }
.thread ol { list-style: none; margin: .5rem 0 0; padding-inline-start: 1.25rem; border-inline-start: .1875rem solid var(--rule); }
.comment > div { font: 1.0625rem/1.55 var(--serif); color: var(--ink); }
.comment > div:dir(rtl) { font-family: var(--serif-ar); line-height: 1.8; }
.comment > .when { margin-block-end: .3rem; }
.comment > .when a { display: inline-block; padding-block: .3rem; }
.comment > div p + p { margin-block-start: .7rem; }
.comment:target { outline: .125rem solid var(--live); outline-offset: .5rem; }
.comment b { color: var(--ink); }
.write summary { font: var(--small)/2.75rem var(--sans); min-block-size: 2.75rem; color: var(--ink); }
.form { display: grid; gap: .9rem; margin-block: .5rem 1.25rem; max-inline-size: 36rem; }
.form label { display: grid; gap: .25rem; font: var(--small)/1.5 var(--sans); color: var(--ink); }
.form button { justify-self: start; }
.ticks { display: flex; flex-wrap: wrap; column-gap: 1.25rem; border: 0; }
.form .ticks label { display: flex; align-items: center; gap: .5rem; min-block-size: 2.75rem; font-size: 1rem; }
.ticks input { min-block-size: 0; }
.comments form + form, .comments form + p { margin-block-start: 1.5rem; }
.comments form:not(.form) button { margin-block: .5rem; }
.own { white-space: pre-line; }
.faults { color: var(--live); }
.trap { display: none; }
.unseen { position: absolute; inline-size: .0625rem; block-size: .0625rem; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.origin-only a { display: inline-block; min-block-size: 2.75rem; line-height: 2.75rem; font-size: 1rem; color: var(--ink); }

/* What leads on where it stands shows it when it is pointed at. */
.teaser .when a:hover, .kicker a:hover, .count a:hover, .label a:hover, .lists li > a:hover, .directory > li:not(.source) > a:hover, .related a:hover, .day:hover, .tags li a:hover { text-decoration: underline; }

/* A story */
.story { max-inline-size: var(--measure); margin-inline: auto; }
.story > h1, .story > header h1 { margin-block: .2rem .8rem; }
.story > .standfirst, .story > header .standfirst { font-size: var(--large); line-height: 1.45; margin-block-end: 1rem; }
.story > h2 { font-size: var(--large); margin-block: var(--line) .5rem; }
.story > h2.label { font-size: var(--small); }
.story > footer .label { margin-block-start: 1.25rem; }
.byline { display: flex; flex-wrap: wrap; column-gap: 1.1rem; padding-block: .5rem; border-block: var(--hairline); }
.story:dir(rtl) > header > .byline:dir(ltr) { justify-content: end; }
:is(.teaser, .points):dir(rtl) > :dir(ltr) { text-align: right; }
:is(.teaser, .points):dir(ltr) > :dir(rtl) { text-align: left; }
.byline .by { color: var(--ink); font-weight: 600; }
.picture { margin: var(--line) 0; }
.picture img { max-block-size: 90vh; }
.points { margin-block: .75rem var(--line); padding-block-end: .75rem; border-block-end: var(--hairline); }
.points ul { margin: .5rem 0; padding-inline-start: 1.2rem; }
.points li { margin-block-end: .4rem; font-size: 1.0625rem; line-height: 1.5; }
.body { margin-block: var(--line); }
:is(.body, .background) > * + * { margin-block-start: 1.1rem; }
.body h2, .body h3, .body h4 { margin-block-start: var(--line); }
.body h2 { font-size: var(--large); }
.body h3 { font-size: var(--body); }
.body blockquote { margin-inline: 0; padding-inline-start: 1.2rem; border-inline-start: .1875rem solid var(--rule); }
.body pre { overflow-x: auto; padding: 1rem; border: var(--hairline); line-height: 1.45; }
/* Shadows lie at the edges of what scrolls, paper over them where there is no more. */
.table {
  overflow-x: auto;
  background: linear-gradient(to right, var(--paper) 30%, transparent) left / 3rem 100% no-repeat local,
    linear-gradient(to left, var(--paper) 30%, transparent) right / 3rem 100% no-repeat local,
    linear-gradient(to right, var(--edge), transparent) left / .75rem 100% no-repeat scroll,
    linear-gradient(to left, var(--edge), transparent) right / .75rem 100% no-repeat scroll;
}
.body table { border-collapse: collapse; font-size: 1rem; line-height: 1.4; font-variant-numeric: tabular-nums; hyphens: none; overflow-wrap: normal; }
.body th, .body td { padding: .4rem 0; padding-inline-end: .8rem; border-block-end: var(--hairline); vertical-align: top; }
.body :is(th, td):not([align]) { text-align: start; }
.body :is(th, td)[align="right"] { white-space: nowrap; }
.body figure { margin-inline: 0; }
figcaption { font: var(--small)/1.5 var(--sans); color: var(--quiet); }
.background { border-block: var(--hairline); padding-block: .25rem; color: var(--quiet); }
.background:last-child { border-block-end: 0; }
.background summary { font: var(--small)/2.75rem var(--sans); min-block-size: 2.75rem; }
.background summary:hover { color: var(--live); }
.body hr { border: 0; border-block-start: var(--hairline); }
.attachments { margin-block: var(--line); }
audio, .attachments video { inline-size: 100%; }
.story > footer { border-block-start: var(--hairline); padding-block-start: 1rem; }
.tags ul, body > footer ul { list-style: none; display: flex; flex-wrap: wrap; column-gap: 1.5rem; margin: 0; padding: 0; }
.tags li a { display: inline-block; min-block-size: 2.75rem; line-height: 2.75rem; font-size: 1rem; color: var(--ink); text-decoration: none; }
.paper-only { display: none; }
.message li a { display: inline-block; padding-block: .35rem; }
button { min-block-size: 2.75rem; padding-inline: 1rem; border: .0625rem solid var(--quiet); background: none; color: var(--ink); cursor: pointer; }
button:hover { color: var(--live); border-color: var(--live); }
body > footer { margin-block: calc(2 * var(--line)) var(--line); padding-block-start: 1rem; border-block-start: .0625rem solid var(--ink); }
body > footer a { display: inline-block; min-block-size: 2.75rem; line-height: 2.75rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  .skip, .ways, .formats, .tags, body > footer, .attachments, .write, .question, .ask, .listen, .related, .walk, .comments, .background:not([open]), .follow, .follow-link, .pages { display: none; }
  .paper-only { display: block; overflow-wrap: anywhere; }
  body { font-size: 11pt; color: #000; background: #fff; max-inline-size: none; padding: 0; }
  .masthead { break-after: avoid; }
  .edition { display: block; }
  .edition > h2 { break-after: avoid; }
  .rows { display: block; }
  .story { max-inline-size: none; }
  .body a::after { content: " (" attr(href) ")"; font-size: .8em; overflow-wrap: anywhere; }
}
`;

/** The stylesheet of all pages, without what only its writers need. */
export const PAPER = WRITTEN.replace(/\/\*.*?\*\//g, "")
  .replace(/\s*([{};])\s*/g, "$1")
  .replace(/([:,>])\s+/g, "$1")
  .replaceAll(";}", "}");
