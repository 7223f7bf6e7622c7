import type { EditorWords } from "../../render/desk/words.ts";
import { button } from "../button.ts";
import { upload } from "./pictures.ts";

/** A file that comes with a story, as the form holds it. */
interface Coming {
  media?: string;
  url?: string;
  title?: string;
  kind?: string;
}

/** Sound that comes with a story, and the texts that belong to it: added, named, and taken away. */
export function startFiles(form: HTMLFormElement, words: EditorWords): void {
  const place = form.querySelector<HTMLElement>("[data-coming]");
  const held = form.elements.namedItem("attachments");
  const file = form.elements.namedItem("sound");
  if (!place || !(held instanceof HTMLInputElement) || !(file instanceof HTMLInputElement)) return;
  const list = document.createElement("ul");
  list.className = "rows";
  const say = document.createElement("p");
  say.className = "quiet";
  say.setAttribute("role", "status");
  place.replaceChildren(list, say);
  // What a story has already is in no field until somebody changes it.
  const all = (): Coming[] => JSON.parse(held.value || place.dataset.coming || "[]") as Coming[];
  const change = (next: Coming[]) => {
    held.value = JSON.stringify(next);
    held.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const changeOne = (i: number, to: Partial<Coming>) =>
    change(all().map((each, n) => (n === i ? { ...each, ...to } : each)));

  const show = () =>
    list.replaceChildren(
      ...all().map((each, i) => {
        const row = document.createElement("li");
        row.className = "row";
        const title = document.createElement("input");
        title.value = each.title ?? each.url ?? "";
        title.dir = "auto";
        title.maxLength = 300;
        title.setAttribute("aria-label", words.fileTitle);
        title.addEventListener("input", () => changeOne(i, { title: title.value }));
        row.append(title);
        if (each.kind) row.append(kindOf(each.kind, i));
        const drop = () => {
          change(all().filter((_, n) => n !== i));
          show();
        };
        row.append(button(words.without, drop, "plain"));
        return row;
      }),
    );

  const kindOf = (kind: string, i: number) => {
    const select = document.createElement("select");
    select.setAttribute("aria-label", words.fileKind);
    for (const [value, label] of [
      ["transcript", words.transcript],
      ["chapters", words.chapters],
    ] as const) {
      const option = new Option(label, value);
      option.selected = value === kind;
      select.append(option);
    }
    select.addEventListener("change", () => changeOne(i, { kind: select.value }));
    return select;
  };

  file.addEventListener("change", async () => {
    for (const chosen of file.files ?? []) {
      say.textContent = words.uploading.replace("{name}", chosen.name);
      try {
        const kept = await upload(chosen);
        const title = chosen.name.replace(/\.[^.]+$/, "");
        change([...all(), { media: kept.id, title, ...(kept.kind === "text" && { kind: "transcript" }) }]);
        say.textContent = "";
      } catch (error) {
        say.textContent = `${words.notUploaded.replace("{name}", chosen.name)} ${(error as Error).message}`;
      }
    }
    file.value = ""; // they are kept: the form need not bring them again
    show();
  });
  form.addEventListener("desk:filled", show);
  show();
}
