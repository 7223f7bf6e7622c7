import { plainKey } from "./plain-key.ts";

/** Keys that work everywhere: one leads to the field that finds anything, another lists all of them. */
export function startFinding(): void {
  const field = document.querySelector<HTMLInputElement>("[data-find]");
  if (!field) return;
  document.addEventListener("keydown", (event) => {
    const key = plainKey(event);
    if (key === "/") {
      event.preventDefault();
      field.focus();
      field.select();
    } else if (key === "?") void showKeys();
  });
}

/** Shows the page of keys over this one, which stays as it is. */
async function showKeys(): Promise<void> {
  const known = document.querySelector<HTMLDialogElement>("dialog.all-keys");
  if (known) return known.open ? known.close() : known.showModal();
  const response = await fetch("/desk/keys");
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const keys = page.querySelector("[data-keys]");
  if (!keys) return;
  const dialog = document.createElement("dialog");
  dialog.className = "all-keys";
  dialog.append(keys);
  // A click beside it, or any of the keys that close a dialog.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}
