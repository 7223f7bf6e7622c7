/** A second, and how long after its time something is surely done, ms. */
const SECOND_MS = 1000;
const SURELY_MS = 1500;

/** Counts the seconds in which something can be taken back, and shows what came of it. */
export function startPending(): void {
  const place = document.querySelector<HTMLElement>("[data-pending]");
  const said = place?.querySelector<HTMLElement>("[data-left]");
  if (!place || !said) return;
  const { pending, then = location.pathname } = place.dataset;
  const due = performance.now() + Number(pending) * SECOND_MS;
  const form = place.closest("form");
  let isWritten = false;
  form?.addEventListener("input", () => {
    isWritten = true;
  });
  const count = window.setInterval(() => {
    const left = due - performance.now();
    said.textContent = (said.dataset.left ?? "").replace(
      "{n}",
      String(Math.max(0, Math.ceil(left / SECOND_MS))),
    );
    if (left > -SURELY_MS) return;
    clearInterval(count);
    // Who writes on is not taken away from it.
    if (isWritten) place.hidden = true;
    else location.replace(then);
  }, SECOND_MS / 4);
}
