import type { EditorWords } from "../../render/desk/words.ts";
import { button } from "../button.ts";
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
  // What a form without a script asks for is a button here.
  form.querySelector<HTMLElement>("[data-without]")?.remove();

  const drop = button(words.without, () => take(null), "plain");
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
  const open = () => {
    const known = place.querySelector(".kept");
    if (known) return known.remove();
    const choices = shelf(words, "picture", (kept) => {
      choices.remove();
      take(kept);
    });
    place.append(choices);
  };
  form.addEventListener("desk:filled", show);
  place.append(button(words.kept, open, "plain"), drop, say);
  show();
}

const isField = (field: unknown): field is HTMLInputElement => field instanceof HTMLInputElement;
