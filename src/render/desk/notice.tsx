import type { Child } from "hono/jsx";
import type { DeskWords } from "./words.ts";

/** A thing to be told over a page: what was done, or, as an alert, what is wrong. */
export function Notice({ isAlert, children }: { isAlert?: boolean; children: Child }) {
  return (
    <p class="say" role={isAlert ? "alert" : "status"}>
      {children}
    </p>
  );
}

/** Something that readers see is saved, and where they do. */
export function Saved({ words, children }: { words: DeskWords; children: Child }) {
  return (
    <Notice>
      {children} <a href="/">{words.readers}</a>
    </Notice>
  );
}

/** A secret that was made just now, and that nobody can show again. @param label what it is */
export function ShownOnce({ value, label, children }: { value: string; label: string; children: Child }) {
  return (
    <div class="say" role="status">
      <p>{children}</p>
      <input value={value} readonly dir="ltr" aria-label={label} />
    </div>
  );
}

/** What keeps a story from going out. @param name a field as it is called */
export function Faults({
  title,
  faults,
  name,
}: {
  title: string;
  faults: readonly { field: string; detail: string }[];
  name: (field: string) => string;
}) {
  return (
    <div class="say" role="alert">
      <p>{title}</p>
      <ul>
        {faults.map(({ field, detail }) => (
          <li>
            {name(field)}: {detail}
          </li>
        ))}
      </ul>
    </div>
  );
}
