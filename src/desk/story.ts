import type { Copy, CopyContent } from "../model/copy.ts";
import { namesIn } from "../text/names.ts";

// Saves a story while it is written: every pause into its working copy, and into this browser until that holds.

/** How long a pause is, and how soon what failed is tried again, ms. */
const PAUSE_MS = 1200;
const AGAIN_MS = 5000;
/** How often it is asked who else is here, ms. */
const HERE_MS = 15_000;

const EPISODE = ["episode", "season", "episodeType"] as const;
const TEXTS = [
  "title",
  "standfirst",
  "format",
  "text",
  "language",
  "slug",
  "canonicalUrl",
  ...EPISODE,
] as const;
const LISTS = ["tags", "authors"] as const;

type Answer =
  | { kind: "saved"; copy: Copy; with: string | null }
  | { kind: "conflict"; copy: Copy; fields: (keyof CopyContent)[]; merged: CopyContent }
  | { kind: "signed-out" | "forbidden" | "refused" };

/** Starts saving the story of a page. */
export function startStory(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-story]");
  if (!form) return;
  new Story(form).start();
  void startEditor(form);
}

/** The editor is loaded by those alone who write. */
async function startEditor(form: HTMLFormElement): Promise<void> {
  const place = form.querySelector<HTMLElement>("[data-editor]");
  const field = form.elements.namedItem("text");
  const format = form.elements.namedItem("format");
  if (!place || !(field instanceof HTMLTextAreaElement) || !(format instanceof HTMLInputElement)) return;
  const { Editor, startFiles, startLead } = await import("./editor/editor.ts");
  const { editor = "{}", site = "", language = "en", background = "[]" } = place.dataset;
  const words = JSON.parse(editor);
  startLead(form, words);
  startFiles(form, words);
  new Editor({ place, field, format, site, language, words, background: JSON.parse(background) });
}

class Story {
  private readonly state: HTMLOutputElement | null;
  private readonly key: string;
  private saved: CopyContent;
  private timer = 0;
  private running = false;
  /** Corrections of others, for which the page has no fields. */
  private added: CopyContent["corrections"] = [];

  constructor(private readonly form: HTMLFormElement) {
    this.state = form.querySelector<HTMLOutputElement>("[data-state]");
    this.key = `desk:${form.dataset.story}`;
    this.saved = this.read();
  }

  start(): void {
    this.restore();
    this.form.addEventListener("input", (event) => {
      // Files and choices go with the form.
      if ((event.target as HTMLInputElement).type === "file") return;
      this.keep();
      this.say("changed");
      this.later(PAUSE_MS);
    });
    // The form brings all of it: what the browser has is old then.
    this.form.addEventListener("submit", () => {
      this.read();
      clearTimeout(this.timer);
    });
    addEventListener("online", () => this.later(0));
    void this.look();
    setInterval(() => void this.look(), HERE_MS);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.isChanged()) void this.save({ last: true });
    });
  }

  private field(name: string): HTMLInputElement | HTMLTextAreaElement {
    return this.form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement;
  }

  private read(): CopyContent {
    // Who writes elsewhere than in these fields puts it into them now.
    this.form.dispatchEvent(new Event("desk:read"));
    const texts = Object.fromEntries(TEXTS.map((name) => [name, this.field(name).value]));
    const lists = Object.fromEntries(LISTS.map((name) => [name, namesIn(this.field(name).value)]));
    const corrections = this.corrections().flatMap(([date, text]) =>
      text.value.trim() ? [{ date: date.value, text: text.value.trim() }] : [],
    );
    const media = this.field("image").value;
    const image = media ? { media, alt: this.field("alt").value } : null;
    const attachments = JSON.parse(this.field("attachments").value || "null");
    return {
      ...texts,
      ...lists,
      page: this.form.elements.namedItem("page") !== null,
      image,
      attachments,
      corrections: [...corrections, ...this.added],
    } as unknown as CopyContent;
  }

  /** The fields of corrections: the day, and what was wrong. */
  private corrections(): [date: HTMLInputElement, text: HTMLTextAreaElement][] {
    const dates = this.form.querySelectorAll<HTMLInputElement>("[name=correction-date]");
    const texts = this.form.querySelectorAll<HTMLTextAreaElement>("[name=correction]");
    return [...dates].flatMap((date, i) => (texts[i] ? [[date, texts[i]]] : []));
  }

  /** Puts values into fields that say something else. */
  private fill(values: Partial<CopyContent>): void {
    for (const name of TEXTS) {
      const value = values[name];
      if (value !== undefined && this.field(name).value !== value) this.field(name).value = value;
    }
    for (const name of LISTS) {
      const value = values[name];
      if (value && JSON.stringify(this.read()[name]) !== JSON.stringify(value))
        this.field(name).value = value.join(", ");
    }
    if (values.attachments) this.field("attachments").value = JSON.stringify(values.attachments);
    if (values.image !== undefined) {
      this.field("image").value = values.image?.media ?? "";
      if (this.field("alt").value !== (values.image?.alt ?? ""))
        this.field("alt").value = values.image?.alt ?? "";
    }
    if (values.corrections) {
      const fields = this.corrections();
      for (const [i, [date, text]] of fields.entries()) {
        text.value = values.corrections[i]?.text ?? "";
        date.value = values.corrections[i]?.date ?? date.value;
      }
      this.added = values.corrections.slice(fields.length);
    }
    this.form.dispatchEvent(new Event("desk:filled"));
  }

  private isChanged(): boolean {
    return JSON.stringify(this.read()) !== JSON.stringify(this.saved);
  }

  /** Keeps what is typed in this browser, with the version it was typed into. */
  private keep(): void {
    const kept = { version: this.field("version").value, content: this.read() };
    localStorage.setItem(this.key, JSON.stringify(kept));
  }

  /** Takes up what this browser kept, and the newsroom never got. */
  private restore(): void {
    const kept = localStorage.getItem(this.key);
    if (!kept) return;
    const { version, content } = JSON.parse(kept) as { version: string; content: CopyContent };
    if (JSON.stringify(content) === JSON.stringify(this.saved)) {
      localStorage.removeItem(this.key);
      return;
    }
    this.fill(content);
    // Saved as what it is: written into that version, and brought together with what came after.
    this.field("version").value = version;
    this.say("restored");
    this.later(0);
  }

  private later(wait: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), wait);
  }

  private say(what: string, values: Record<string, string> = {}): void {
    if (!this.state) return;
    const text = this.state.dataset[what] ?? "";
    this.state.textContent = text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  /** Says who else has the story open, and takes in what they wrote. */
  private async look(): Promise<void> {
    if (document.visibilityState === "hidden") return;
    try {
      const response = await fetch(`${this.form.action}/here`, {
        method: "POST",
        headers: { Accept: "application/json" },
      });
      if (!response.ok) return;
      const { others, version } = (await response.json()) as { others: string[]; version: number };
      const place = this.form.querySelector<HTMLElement>("[data-here]");
      if (place) {
        place.hidden = others.length === 0;
        place.textContent = (place.dataset.here ?? "").replace("{names}", others.join(", "));
      }
      if (version > Number(this.field("version").value)) await this.save({ anyway: true });
    } catch {
      // No connection: what is written is told of where it cannot be saved.
    }
  }

  /** @param last the page is about to go @param anyway though nothing is changed: for what others wrote */
  private async save({ last = false, anyway = false } = {}): Promise<void> {
    if (this.running) {
      this.later(PAUSE_MS);
      return;
    }
    if (!anyway && !this.isChanged()) return;
    this.running = true;
    this.say("saving");
    const content = this.read();
    try {
      const response = await fetch(`${this.form.action}/copy`, {
        method: "PUT",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ version: Number(this.field("version").value), content }),
        keepalive: last && JSON.stringify(content).length < 60_000,
      });
      if (response.status >= 500 || response.status === 429) throw new Error(String(response.status));
      this.take((await response.json()) as Answer, content);
    } catch {
      this.say("kept");
      this.later(AGAIN_MS);
    } finally {
      this.running = false;
    }
  }

  private take(answer: Answer, sent: CopyContent): void {
    const untouched = JSON.stringify(this.read()) === JSON.stringify(sent);
    // What was typed meanwhile is sent first, in the version that it was typed into.
    const isOthers = answer.kind === "conflict" || (answer.kind === "saved" && answer.with !== null);
    if (isOthers && !untouched) this.later(PAUSE_MS);
    else if (answer.kind === "saved") {
      const { copy, with: other } = answer;
      this.saved = sent;
      this.field("version").value = String(copy.version);
      if (other !== null) {
        this.fill(copy.content);
        this.saved = this.read();
        this.say("merged", { name: other });
      } else this.say("saved", { when: new Date(copy.saved).toLocaleTimeString() });
      if (untouched) localStorage.removeItem(this.key);
      else this.later(PAUSE_MS);
    } else if (answer.kind === "conflict") this.choose(answer.copy, answer.fields, answer.merged);
    else this.say(answer.kind === "signed-out" ? "ended" : "kept");
  }

  /** Shows what somebody else wrote in the same place: what is saved next is what one has chosen. */
  private choose(copy: Copy, fields: (keyof CopyContent)[], merged: CopyContent): void {
    this.fill(merged);
    this.field("version").value = String(copy.version);
    this.say("conflict", { name: copy.savedBy });
    for (const name of fields) {
      const field = this.field(name);
      this.form.querySelector(`[data-theirs="${name}"]`)?.remove();
      const theirs = document.createElement("textarea");
      theirs.dataset.theirs = name;
      theirs.readOnly = true;
      theirs.dir = "auto";
      theirs.setAttribute("aria-label", `${copy.savedBy}: ${field.getAttribute("aria-label") ?? name}`);
      const value = copy.content[name];
      theirs.value = Array.isArray(value) ? value.join(", ") : String(value);
      field.after(theirs);
    }
    this.keep();
  }
}
