import type { EditorWords } from "../../render/desk/words.ts";
import { type KeptFile, upload } from "./pictures.ts";
import { shelf } from "./shelf.ts";

/** The picture that stands for a story: kept as soon as it is chosen, or taken from what is there. */
export function startLead(form: HTMLFormElement, words: EditorWords): void {
  const place = form.querySelector<HTMLElement>("[data-lead]");
  const image = form.elements.namedItem("image");
  const file = form.elements.namedItem("picture");
  const alt = form.elements.namedItem("alt");
  if (!place || !isField(image) || !isField(file) || !isField(alt)) return;
  const shown = place.querySelector("img") ?? place.appendChild(document.createElement("img"));
  const say = document.createElement("p");
  say.className = "quiet";
  say.setAttribute("role", "status");
  const [choose, drop] = [document.createElement("button"), document.createElement("button")];
  for (const button of [choose, drop]) {
    button.type = "button";
    button.className = "plain";
  }
  choose.textContent = words.kept;
  drop.textContent = words.without;
  // What a form without a script asks for is a button here.
  form.querySelector<HTMLElement>("[data-without]")?.remove();

  const show = () => {
    shown.hidden = drop.hidden = image.value === "";
    if (image.value) shown.src = `/desk/files/${image.value}`;
  };
  const take = (kept: Pick<KeptFile, "id" | "alt"> | null) => {
    image.value = kept?.id ?? "";
    if (!kept) alt.value = "";
    else if (!alt.value) alt.value = kept.alt;
    show();
    image.dispatchEvent(new Event("input", { bubbles: true }));
  };
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    say.textContent = words.uploading.replace("{name}", chosen.name);
    try {
      take(await upload(chosen));
      say.textContent = "";
      file.value = ""; // it is kept: the form need not bring it again
    } catch (error) {
      say.textContent = `${words.notUploaded.replace("{name}", chosen.name)} ${(error as Error).message}`;
    }
  });
  choose.addEventListener("click", () => {
    const open = place.querySelector(".kept");
    if (open) return open.remove();
    const choices = shelf(words, "picture", (kept) => {
      choices.remove();
      take(kept);
    });
    place.append(choices);
  });
  drop.addEventListener("click", () => take(null));
  form.addEventListener("desk:filled", show);
  place.append(choose, drop, say);
  show();
}

const isField = (field: unknown): field is HTMLInputElement => field instanceof HTMLInputElement;
