import { setTimeout as sleep } from "node:timers/promises";
import { EXIT, Failure } from "./failure.ts";

/** How often what a newsroom cannot take now is sent again, and how long that waits at first and at most, ms. */
const ATTEMPTS = 8;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;

/** What the API answers a request that it does not carry out (RFC 9457). */
export interface Problem {
  status: number;
  detail: string;
  errors?: { pointer: string; detail: string }[];
}

/** A request that was not carried out. */
export class Refused extends Failure {
  readonly problem: Problem;

  constructor(problem: Problem) {
    const fields = problem.errors?.map(({ pointer, detail }) => `\n  ${pointer} ${detail}`).join("") ?? "";
    super(
      `${problem.detail} (${problem.status})${fields}`,
      problem.status === 401 || problem.status === 403 ? EXIT.unreachable : EXIT.failed,
    );
    this.problem = problem;
  }
}

export interface Sent {
  method?: string;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  body?: Blob | Uint8Array<ArrayBuffer> | string;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** A newsroom over its API, as everybody has it. */
export class Api {
  readonly url: string;
  private readonly token: string;

  /** @param url its public origin */
  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  /** The JSON of an answer; undefined where it has none. @throws Refused, Failure */
  async call<T>(path: string, sent: Sent = {}): Promise<T> {
    const text = await (await this.ask(path, sent)).text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /**
   * All that a list has, page by page: the next one is asked for once whoever reads needs it.
   *
   * @param key what its entries stand under in an answer
   * @param by the parameter that says where a page begins
   * @throws Refused, Failure
   */
  async *list<T>(
    path: string,
    key: string,
    query: Record<string, string> = {},
    by: "cursor" | "after" = "cursor",
  ): AsyncGenerator<T> {
    let next: string | null = null;
    do {
      const asked: string = new URLSearchParams({ ...query, ...(next && { [by]: next }) }).toString();
      const page: Record<string, unknown> = await this.call(`${path}?${asked}`);
      yield* page[key] as T[];
      next = page.next as string | null;
    } while (next);
  }

  /** All that a list has, at once: see `list`. @throws Refused, Failure */
  async all<T>(...list: Parameters<Api["list"]>): Promise<T[]> {
    const all: T[] = [];
    for await (const each of this.list<T>(...list)) all.push(each);
    return all;
  }

  /**
   * An answer with its body. What the newsroom cannot take now, or what breaks off, is sent again, after as
   * long as it asks for: each of its writes may be repeated.
   *
   * @throws Refused, Failure
   */
  async ask(path: string, sent: Sent = {}): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.once(path, sent);
      if (answer instanceof Response) {
        if (answer.ok) return answer;
        if (answer.status !== 429 && answer.status !== 503) throw new Refused(await problemOf(answer));
        if (attempt === ATTEMPTS) throw new Refused(await problemOf(answer));
        await answer.body?.cancel();
      } else if (attempt === ATTEMPTS || !isPassing(answer)) {
        throw new Failure(`${this.url} cannot be reached: ${reasonOf(answer)}`, EXIT.unreachable);
      }
      const asked = answer instanceof Response ? Number(answer.headers.get("retry-after")) * 1000 : 0;
      const wait = Math.min(asked || FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
      await sleep(wait, undefined, { signal: sent.signal });
    }
  }

  private async once(path: string, { method, json, body, headers, signal }: Sent): Promise<Response | Error> {
    try {
      return await fetch(`${this.url}/api/${path}`, {
        method: method ?? (json === undefined && body === undefined ? "GET" : "POST"),
        headers: {
          Authorization: `Bearer ${this.token}`,
          ...(json !== undefined && { "Content-Type": "application/json" }),
          ...headers,
        },
        ...(json !== undefined ? { body: JSON.stringify(json) } : body !== undefined && { body }),
        signal: signal ?? null,
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Error) return error;
      throw error;
    }
  }
}

/** Whether who does not answer may soon: a connection that broke off, and not a name that nobody knows. */
function isPassing(error: Error): boolean {
  const { code } = (error.cause ?? {}) as { code?: string };
  return code === "ECONNRESET" || code === "UND_ERR_SOCKET" || code === "ETIMEDOUT" || code === "EPIPE";
}

function reasonOf(error: Error): string {
  const cause = error.cause as (Error & { code?: string }) | undefined;
  return cause?.message || cause?.code || error.message;
}

async function problemOf(response: Response): Promise<Problem> {
  const { status } = response;
  const text = await response.text();
  try {
    const { detail, errors } = JSON.parse(text) as Partial<Problem>;
    if (detail) return { status, detail, ...(errors && { errors }) };
  } catch {
    // Something between us and the newsroom answers, in its own words.
  }
  return { status, detail: "What answers there is no newsroom, or something between it and us." };
}
