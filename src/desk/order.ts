/** A list whose rows are dragged, or moved by Alt and an arrow: its form holds the order, and is sent. */
export function startOrder(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-order]");
  const list = form?.querySelector("ol");
  if (!form || !list) return;
  let dragged: HTMLLIElement | null = null;
  const rowOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLLIElement>("li[draggable]") : null;

  list.addEventListener("dragstart", (event) => {
    dragged = rowOf(event.target);
    if (dragged) event.dataTransfer?.setData("text/plain", "");
  });
  list.addEventListener("dragover", (event) => {
    const row = rowOf(event.target);
    if (!dragged || !row) return;
    event.preventDefault();
    if (row === dragged) return;
    const { top, height } = row.getBoundingClientRect();
    if (event.clientY < top + height / 2) row.before(dragged);
    else row.after(dragged);
  });
  list.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    dragged = null;
    form.requestSubmit(form.querySelector<HTMLButtonElement>("button[value=save]"));
  });

  list.addEventListener("keydown", (event) => {
    const row = rowOf(event.target);
    if (!row || !event.altKey || !/^Arrow(Up|Down)$/.test(event.key)) return;
    event.preventDefault();
    row
      .querySelector<HTMLButtonElement>(event.key === "ArrowUp" ? "[data-up]:enabled" : "[data-down]:enabled")
      ?.click();
  });
}
