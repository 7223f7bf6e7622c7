import { upload } from "./editor/pictures.ts";

/** How long somebody has to pause before the front page is shown anew, ms. */
const PAUSE_MS = 400;

/** Settings whose effect on the front page is shown while they are made. */
export function startSettings(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-settings]");
  const show = form?.querySelector<HTMLButtonElement>("[data-show]");
  if (!form || !show) return;
  const words = JSON.parse(form.dataset["settings"] ?? "{}") as { uploading: string; failed: string };
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | null;
  const say = form.querySelector<HTMLElement>("[data-logo-say]");
  const hint = say?.textContent ?? "";
  let timer = 0;
  const showSoon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (form.checkValidity()) form.requestSubmit(show);
    }, PAUSE_MS);
  };

  form.addEventListener("input", ({ target }) => {
    const accented = field("accented");
    if (target === field("accent") && accented) accented.checked = true;
    if (target !== field("file")) showSoon();
  });
  // Kept as soon as it is chosen, so that it is sent once.
  form.addEventListener("change", async ({ target }) => {
    const file = field("file");
    const [chosen] = file?.files ?? [];
    if (!file || target !== file || !chosen || !say) return;
    say.textContent = words.uploading.replace("{name}", chosen.name);
    try {
      const { id } = await upload(chosen);
      const [logo, none] = [field("logo"), field("no-logo")];
      if (logo) logo.value = id;
      if (none) none.checked = false;
      file.value = "";
      say.textContent = hint;
      showSoon();
    } catch (error) {
      say.textContent = `${words.failed.replace("{name}", chosen.name)} ${(error as Error).message}`;
    }
  });
}
