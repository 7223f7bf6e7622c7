import type { Child } from "hono/jsx";

/** A thing to be told over a page: what was done, or, as an alert, what is wrong. */
export function Notice({ isAlert, children }: { isAlert?: boolean; children: Child }) {
  return (
    <p class="say" role={isAlert ? "alert" : "status"}>
      {children}
    </p>
  );
}
