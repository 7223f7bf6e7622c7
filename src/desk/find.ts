/** A key leads to the one field that finds anything. */
export function startFinding(): void {
  const field = document.querySelector<HTMLInputElement>("[data-find]");
  if (!field) return;
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    const isWriting =
      target instanceof HTMLElement &&
      (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
