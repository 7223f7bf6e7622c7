/** Answers whose heads an isolate keeps. */
const LIMIT = 2000;

/** The headers of an answer with a body, and of one without since the client has it (RFC 9110 §15.4.5). */
export interface Head {
  full: Headers;
  unchanged: Headers;
}

const kept = new Map<string, Head>();

/**
 * The head of an answer, made once: building headers is most of what a 304 costs.
 *
 * @param name of everything that the headers depend on
 */
export function headOf(name: string, make: () => Head): Head {
  const known = kept.get(name);
  if (known) return known;
  const head = make();
  kept.set(name, head);
  for (const oldest of kept.keys()) {
    if (kept.size <= LIMIT) break;
    kept.delete(oldest);
  }
  return head;
}
