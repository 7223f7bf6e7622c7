/** Gives the server what stands after `#` in a link, which browsers keep to themselves, and takes it off the address. */
export function startSecret(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-secret]");
  const field = form?.elements.namedItem("secret");
  const secret = location.hash.slice(1);
  if (!form || !secret || !(field instanceof HTMLInputElement)) return;
  field.value = secret;
  history.replaceState(null, "", location.pathname);
  form.requestSubmit();
}
