import { slugify } from "../model/slug.ts";
import { COMMA, namesIn } from "../text/names.ts";
import { button } from "./button.ts";

// Names that are there already, while others are typed: tags and authors, in a list with commas.

interface Known {
  name: string;
  count: number;
  also?: string[];
}

const SHOWN = 8;

/** Completes names in the fields that ask for it, and points out what is nearly there already. */
export function startNames(): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>("input[data-names]")];
  if (!fields.length) return;
  let known: Promise<Record<string, Known[]>> | null = null;
  for (const field of fields) {
    // Asked for when somebody is about to type, once.
    field.addEventListener("focus", () => {
      known ??= fetch("/desk/names", { headers: { Accept: "application/json" } }).then((response) =>
        response.ok ? response.json() : {},
      );
      known
        .then((names) => {
          if (field.dataset.known === undefined) new Names(field, names[field.dataset.names ?? ""] ?? []);
        })
        .catch(() => {
          known = null; // offline: asked again
        });
    });
  }
}

/** A field with a list of choices (ARIA APG, combobox with list autocomplete). */
class Names {
  private readonly list = document.createElement("ul");
  private readonly near = document.createElement("p");
  private at = -1;

  constructor(
    private readonly field: HTMLInputElement,
    private readonly known: Known[],
  ) {
    field.dataset.known = "";
    this.list.id = `names-${field.name}`;
    this.list.className = "choices";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.labels?.[0]?.firstChild?.textContent ?? field.name);
    this.near.className = "quiet";
    this.near.setAttribute("role", "status");
    const label = field.closest("label");
    label?.after(this.list, this.near);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("input", () => this.show());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.hide());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const choice = (event.target as HTMLElement).closest("li");
      if (choice) this.take(choice.dataset.name ?? "");
    });
    this.lookAround();
  }

  /** The name that is being typed: from the last comma to where one writes. */
  private part(): { start: number; end: number; text: string } {
    const { value, selectionStart } = this.field;
    const end = selectionStart ?? value.length;
    let start = end;
    while (start > 0 && !COMMA.test(value[start - 1] ?? "")) start--;
    return { start, end, text: value.slice(start, end).trim() };
  }

  private show(): void {
    const wanted = slugify(this.part().text);
    const written = new Set(namesIn(this.field.value).map((each) => slugify(each)));
    const found = wanted
      ? this.known
          .filter(({ name, also = [] }) => [name, ...also].some((each) => slugify(each).includes(wanted)))
          .filter(({ name }) => !written.has(slugify(name)))
          .sort((a, b) => Number(startsWith(b, wanted)) - Number(startsWith(a, wanted)) || b.count - a.count)
          .slice(0, SHOWN)
      : [];
    this.list.replaceChildren(
      ...found.map(({ name, count }, i) => {
        const item = document.createElement("li");
        item.id = `${this.list.id}-${i}`;
        item.dataset.name = name;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const label = document.createElement("bdi");
        label.textContent = name;
        const often = document.createElement("small");
        often.textContent = ` ${count}`;
        item.append(label, often);
        return item;
      }),
    );
    this.mark(-1);
    this.list.hidden = found.length === 0;
    this.field.setAttribute("aria-expanded", String(found.length > 0));
    this.lookAround();
  }

  private hide(): void {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  private mark(at: number): void {
    this.at = at;
    const items = [...this.list.children];
    for (const [i, item] of items.entries()) item.setAttribute("aria-selected", String(i === at));
    const chosen = items[at];
    if (chosen) this.field.setAttribute("aria-activedescendant", chosen.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    const count = this.list.children.length;
    if (event.key === "ArrowDown") this.mark((this.at + 1) % count);
    else if (event.key === "ArrowUp") this.mark((this.at - 1 + count) % count);
    else if (event.key === "Escape") this.hide();
    else if (event.key === "Enter" && this.at >= 0)
      this.take((this.list.children[this.at] as HTMLElement).dataset.name ?? "");
    else return;
    event.preventDefault();
  }

  private take(name: string): void {
    const { start, end } = this.part();
    const { value } = this.field;
    const before = value.slice(0, start) + (start > 0 ? " " : "") + name;
    const after = value.slice(end);
    this.field.value = before + (after.trim() ? after : ", ");
    this.field.setSelectionRange(before.length + 2, before.length + 2);
    this.hide();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Says where what is written is nearly another name: another spelling of it, most likely. */
  private lookAround(): void {
    const written = namesIn(this.field.value);
    const slugs = new Set(
      this.known.flatMap(({ name, also = [] }) => [name, ...also].map((each) => slugify(each))),
    );
    const doubles = written.flatMap((name) => {
      const slug = slugify(name);
      if (slugs.has(slug)) return [];
      const like = this.known.find((each) => isNear(slugify(each.name), slug));
      return like ? [{ name, like: like.name }] : [];
    });
    this.near.replaceChildren(
      ...doubles.map(({ name, like }) => {
        const text = (this.field.dataset.near ?? "").replace("{name}", name).replace("{like}", like);
        return button(
          text,
          () => {
            const names = namesIn(this.field.value).map((each) => (each === name ? like : each));
            this.field.value = names.join(", ");
            this.field.dispatchEvent(new Event("input", { bubbles: true }));
          },
          "plain",
        );
      }),
    );
  }
}

const startsWith = ({ name }: Known, wanted: string) => slugify(name).startsWith(wanted);

const lettersOf = (name: string) => [...name].sort().join("");

/** Whether two names differ by a letter, or two in a long one, or by their order: by mistakes and plurals. */
function isNear(a: string, b: string): boolean {
  if (a.length > 3 && lettersOf(a) === lettersOf(b)) return true;
  const most = Math.min(a.length, b.length) > 6 ? 2 : 1;
  if (Math.min(a.length, b.length) < 4 || Math.abs(a.length - b.length) > most) return false;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return (row[b.length] ?? 0) <= most;
}
