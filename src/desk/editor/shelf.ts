import type { EditorWords } from "../../render/desk/words.ts";
import { button } from "../button.ts";
import { type KeptFile, listFiles } from "./pictures.ts";

/** What is kept already, to choose from. @param take is given what was chosen */
export function shelf(words: EditorWords, kind: KeptFile["kind"] | null, take: (file: KeptFile) => void) {
  const dom = document.createElement("div");
  dom.className = "kept";
  const row = document.createElement("div");
  row.className = "shelf";
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", words.kept);
  const say = document.createElement("p");
  say.className = "quiet";
  const more = button(words.more, () => void load());
  more.hidden = true;
  let next: string | null = null;
  const load = async () => {
    try {
      const page = await listFiles(next);
      const wanted = page.files.filter((file) => kind === null || file.kind === kind);
      row.append(...wanted.map((file) => choice(file, take)));
      next = page.next;
      more.hidden = next === null;
      say.textContent = row.childElementCount ? words.kept : words.noneKept;
    } catch {
      say.textContent = words.notUploaded.replace("{name}", "");
    }
  };
  dom.append(say, row, more);
  void load();
  return dom;
}

function choice(file: KeptFile, take: (file: KeptFile) => void): HTMLButtonElement {
  const made = button("", () => take(file));
  const name = file.alt || file.name;
  if (file.kind === "picture") {
    const picture = document.createElement("img");
    picture.src = file.small;
    picture.alt = name;
    picture.loading = "lazy";
    made.append(picture);
  } else made.textContent = name;
  made.title = name;
  return made;
}
