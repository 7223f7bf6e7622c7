import { plainKey } from "./plain-key.ts";

/** The queue of comments by keys: each decision is a form of the page, sent without leaving it. */
export function startQueue(): void {
  const queue = document.querySelector<HTMLElement>("[data-queue]");
  if (!queue) return;
  const waiting = () => [...queue.querySelectorAll<HTMLElement>("li:not([hidden])")];
  const decided: { item: HTMLElement; undo: () => Promise<boolean> }[] = [];

  const go = (item: HTMLElement | undefined) => {
    for (const each of waiting()) delete each.dataset.here;
    if (!item) return;
    item.dataset.here = "";
    item.focus();
    item.scrollIntoView({ block: "nearest" });
  };
  const here = () => waiting().find((each) => each.dataset.here !== undefined);

  const decide = async (item: HTMLElement, status: string) => {
    const form = item.querySelector("form");
    const revision = item.querySelector<HTMLInputElement>("[name=revision]");
    if (!form || !revision) return;
    const send = async (to: string) => {
      const body = new URLSearchParams({ status: to, revision: revision.value });
      const response = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body,
      });
      if (response.ok) revision.value = String((await response.json()).revision);
      return response.ok;
    };
    const next = waiting()[waiting().indexOf(item) + 1] ?? waiting()[waiting().indexOf(item) - 1];
    if (!(await send(status))) return location.reload(); // somebody else has decided: the page says so
    item.hidden = true;
    decided.push({ item, undo: () => send("pending") });
    go(next);
  };

  const undo = async () => {
    const last = decided.pop();
    if (!last || !(await last.undo())) return;
    last.item.hidden = false;
    go(last.item);
  };

  queue.addEventListener("submit", (event) => {
    const button = event.submitter;
    const item = (event.target as HTMLElement).closest("li");
    if (!(button instanceof HTMLButtonElement) || button.name !== "status" || !item) return;
    event.preventDefault();
    void decide(item, button.value);
  });

  document.addEventListener("keydown", (event) => {
    const key = plainKey(event);
    if (key === null) return;
    const all = waiting();
    const at = all.indexOf(here() as HTMLElement);
    if (key === "j") go(all[at + 1] ?? all.at(-1));
    else if (key === "k") go(all[Math.max(0, at - 1)]);
    else if (key === "u") void undo();
    else if (key === "x") here()?.querySelector<HTMLInputElement>("[data-choose]")?.click();
    else
      here()
        ?.querySelector<HTMLButtonElement>(`[data-key="${CSS.escape(key)}"]`)
        ?.click();
  });
}
