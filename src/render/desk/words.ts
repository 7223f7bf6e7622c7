import type { ArticleStatus } from "../../model/article.ts";
import type { ActKind, CopyContent, CopyState } from "../../model/copy.ts";
import type { PictureWish, Policy } from "../../model/entry.ts";
import type { ActionKind, Role } from "../../model/people.ts";
import type { Profile } from "../../model/profile.ts";
import type { HistoryState } from "../../model/source.ts";
import { isLanguageTag, languageOfTag } from "../../text/language.ts";
import { AR } from "./words/ar.ts";
import { EN } from "./words/en.ts";

/** Every word of the desk. */
export interface DeskWords {
  desk: string;
  skip: string;
  readers: string;
  stories: string;
  comments: string;
  activity: string;
  people: string;
  sources: string;
  tags: string;
  front: string;
  settings: string;
  calendar: string;
  calendarSay: (n: number, zone: string) => string;
  search: string;
  more: string;
  account: string;
  signOut: string;
  older: string;
  save: string;
  remove: string;
  nothing: string;
  signIn: {
    title: string;
    say: string;
    passkey: string;
    needsScript: string;
    code: string;
    codeLabel: string;
    useCode: string;
    setup: string;
    enter: string;
    enterSay: string;
    open: string;
    used: string;
    refused: string;
    noPasskey: string;
    wrongCode: string;
    setupTitle: string;
    setupSay: string;
    token: string;
    name: string;
    wrongToken: string;
    begin: string;
    ended: string;
  };
  accountPage: {
    tokens: string;
    tokensSay: string;
    tokenOnce: string;
    tokenName: string;
    tokenMake: string;
    scopes: Record<"read" | "write" | "moderate" | "admin", string>;
    passkeys: string;
    noPasskeys: string;
    add: string;
    addName: string;
    last: string;
    lastUsed: (when: string) => string;
    never: string;
    codes: string;
    codesSay: string;
    makeCodes: string;
    codesOnce: string;
    sessions: string;
    here: string;
    end: string;
    endOthers: string;
    unverified: string;
  };
  peoplePage: {
    name: string;
    role: string;
    roles: Record<Role, string>;
    invite: string;
    inviteSay: string;
    link: string;
    linkSay: string;
    newLink: string;
    change: string;
    removeSay: (name: string) => string;
    lastOwner: string;
    seen: string;
    confirmTitle: string;
    confirmSay: string;
    confirm: string;
  };
  storiesPage: {
    begin: string;
    find: string;
    findLabel: string;
    untitled: string;
    work: string;
    pages: string;
    page: string;
    pagesSay: string;
    beginPage: string;
    status: Record<ArticleStatus, string>;
    state: Record<CopyState, string>;
    by: (name: string, when: string) => string;
    goesOut: (when: string) => string;
  };
  storyPage: {
    fields: Record<Exclude<keyof CopyContent, "format" | "image" | "page">, string>;
    sound: string;
    episodeTypes: Record<"full" | "trailer" | "bonus", string>;
    pictureCredit: string;
    html: string;
    correctionDay: string;
    /** How readers are told of a change. */
    mend: string;
    /** Why a story is withdrawn. */
    reason: string;
    picture: string;
    pictureAlt: string;
    pictureNew: string;
    pictureNone: string;
    tagsSay: string;
    /** A name that is nearly another one. */
    near: (name: string, like: string) => string;
    slugSay: string;
    preview: string;
    history: string;
    publish: string;
    update: string;
    schedule: string;
    at: (zone: string) => string;
    submit: string;
    noteFor: string;
    giveBack: string;
    discard: string;
    discardLive: string;
    withdraw: string;
    bringBack: string;
    live: string;
    saved: (when: string) => string;
    never: string;
    /** Of what was typed, and is saved at the next pause. */
    changed: string;
    saving: string;
    kept: string;
    offline: string;
    merged: (name: string) => string;
    others: (name: string, when: string) => string;
    /** Others who have it open. */
    here: (names: string) => string;
    behind: string;
    takeIn: string;
    takenIn: string;
    mineStays: (fields: string) => string;
    conflict: (name: string) => string;
    conflictSay: string;
    faults: string;
    noSuchTime: string;
    twoTimes: string;
    past: string;
    /** What is about to be done, in a moment. */
    about: Record<ActKind, string>;
    /** How long it can be taken back, in `{n}` seconds. */
    aboutLeft: string;
    takeBack: string;
    hurry: string;
    done: Record<ActKind, string>;
  };
  editor: EditorWords;
  previewPage: {
    title: string;
    phone: string;
    desk: string;
    back: string;
    cannot: string;
    /** As a search engine, a social network and a feed reader show it. */
    result: string;
    card: string;
    feed: string;
    links: string;
    linksSay: string;
    linkMake: string;
    linkMade: string;
    linkOf: (name: string, until: string) => string;
    linkEnd: string;
    linkOver: string;
    key: string;
    keySay: string;
    read: string;
  };
  historyPage: {
    title: string;
    revision: (n: number) => string;
    compare: string;
    takeUp: string;
    same: string;
    before: string;
  };
  frontPage: {
    say: string;
    saved: string;
    none: string;
    leads: string;
    up: string;
    down: string;
    off: string;
    first: string;
    until: (zone: string) => string;
    noSuchTime: string;
    sections: string;
    sectionsSay: string;
    noSuchTag: (label: string) => string;
    others: string;
    keys: string;
  };
  settingsPage: Record<"title" | "description" | "language" | "timeZone" | "rights", string> & {
    say: string;
    saved: string;
    accent: string;
    accented: string;
    accentSay: string;
    logo: string;
    logoSay: string;
    noLogo: string;
    show: string;
    preview: string;
    faults: Record<keyof Profile, string>;
  };
  tagsPage: {
    say: string;
    label: string;
    description: string;
    rename: string;
    described: (label: string) => string;
    stories: (n: number) => string;
    also: (names: string) => string;
    renamed: (label: string) => string;
    merged: (label: string) => string;
    taken: (label: string) => string;
    merge: (label: string) => string;
    programme: string;
    none: string;
  };
  keysPage: { title: string; parts: { where: string; keys: [key: string, does: string][] }[] };
  searchPage: {
    stories: string;
    published: string;
    names: string;
    kinds: Record<"tag" | "source" | "person", string>;
  };
  sourcesPage: {
    address: string;
    find: string;
    notFound: string;
    follow: string;
    leaveIt: string;
    wouldBring: (n: number) => string;
    none: string;
    articles: (n: number) => string;
    last: (when: string) => string;
    read: (when: string) => string;
    unread: string;
    failing: (times: number) => string;
    status: Record<"paused" | "refused" | "gone", string>;
    reads: (brought: number, same: number, failed: number) => string;
    lastReads: string;
    next: (when: string, why: string) => string;
    home: string;
    fetch: string;
    pause: string;
    resume: string;
    wishes: string;
    policy: string;
    policies: Record<Policy, string>;
    pictures: string;
    pictureWishes: Record<PictureWish, string>;
    tags: string;
    include: string;
    exclude: string;
    leave: string;
    leaveSay: string;
    keep: string;
    withdraw: string;
    lists: string;
    opml: string;
    import: string;
    export: string;
    imported: (added: number, known: number) => string;
    "no-opml": string;
    "too-many": string;
    done: Record<"followed" | "known" | "asked" | "changed" | "history", string>;
    history: string;
    historySay: string;
    historyStates: Record<HistoryState, string>;
    historyRead: (pages: number, stories: number) => string;
    historyBegin: string;
    historyStop: string;
    house: string;
    storage: (megabytes: string, percent: string) => string;
    hoursOutbox: (most: number) => string;
    hoursCalls: (most: number) => string;
    hoursDead: (most: number) => string;
    stories: (published: number, scheduled: number, drafts: number, withdrawn: number) => string;
    outbox: (n: number, seconds: number) => string;
    outboxEmpty: string;
    feeds: (n: number, due: number, seconds: number) => string;
    dead: (n: number, host: string, when: string) => string;
    deadNone: string;
  };
  commentsPage: {
    pending: string;
    approved: string;
    rejected: string;
    spam: string;
    approve: string;
    reject: string;
    asSpam: string;
    wait: string;
    on: string;
    chosen: string;
    choose: (name: string) => string;
    answer: string;
    answerSay: (name: string) => string;
    close: string;
    open: string;
    likely: (percent: number) => string;
    because: (words: string) => string;
    answers: (name: string) => string;
    keys: string;
    none: string;
    stale: string;
  };
  activityPage: {
    none: string;
    who: string;
    all: string;
    what: string;
    anything: string;
    export: string;
    kinds: Record<ActionKind, string>;
  };
  errors: {
    forbidden: string;
    missing: string;
    elsewhere: string;
    often: string;
    stale: string;
    unready: string;
  };
}

/** What the editor of a text says. */
export interface EditorWords {
  repeated: string;
  tools: string;
  text: string;
  bold: string;
  italic: string;
  code: string;
  strike: string;
  link: string;
  linkTo: string;
  linkSet: string;
  linkOff: string;
  heading: string;
  subheading: string;
  quote: string;
  list: string;
  numbers: string;
  program: string;
  divider: string;
  table: string;
  picture: string;
  upload: string;
  kept: string;
  noneKept: string;
  /** Takes the picture away that stands for a story. */
  without: string;
  /** Of files that come with a story. */
  fileTitle: string;
  fileKind: string;
  transcript: string;
  chapters: string;
  more: string;
  close: string;
  alt: string;
  altMissing: string;
  /** Of a picture at `{address}`. */
  elsewhere: string;
  /** Of a file called `{name}`. */
  uploading: string;
  notUploaded: string;
  markdown: string;
  asSeen: string;
  nested: string;
  rowBelow: string;
  columnAfter: string;
  rowGone: string;
  columnGone: string;
  tableGone: string;
  html: string;
  /** Of `{words}` words, `{minutes}` minutes to read. */
  count: string;
}

const SPOKEN: Record<string, DeskWords> = { en: EN, ar: AR };

/**
 * The language that somebody is spoken to in: the first that their browser asks for and that is spoken here, as
 * the publication writes it where that is the same one; else the publication's.
 *
 * @param accepted RFC 9110 §12.5.4
 */
export function spokenTo(accepted: string, own: string): string {
  const wanted = accepted
    .split(",")
    .map((part, i) => {
      const [tag = "", ...parameters] = part.trim().split(/\s*;\s*/);
      const weight = parameters.find((each) => each.startsWith("q="));
      return { tag, weight: weight ? Number(weight.slice(2)) : 1, i };
    })
    .filter(({ tag, weight }) => weight > 0 && isLanguageTag(tag) && SPOKEN[languageOfTag(tag)])
    .sort((a, b) => b.weight - a.weight || a.i - b.i);
  const [first] = wanted;
  return !first || languageOfTag(first.tag) === languageOfTag(own) ? own : first.tag;
}

/** The words of a language; English where there are none. */
export function wordsFor(language: string): DeskWords {
  return SPOKEN[languageOfTag(language)] ?? EN;
}
