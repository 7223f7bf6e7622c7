import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { anybody } from "./client.ts";
import { listen, stopListening } from "./listen.ts";

// A subscriber as WebSub has it, which knows nothing of us (https://www.w3.org/TR/websub/#subscriber).

/** What came to a callback. */
export interface Came {
  method: string;
  /** With its query. */
  url: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface Receiver {
  /** Where a callback of this name is. */
  url: (name: string, query?: string) => string;
  /** What came to it, in order. */
  came: (name: string) => Came[];
  /** What it answers from now on: by itself it confirms, and takes what comes. */
  answers: (name: string, answer: (came: Came, response: ServerResponse) => void) => void;
  close: () => Promise<void>;
}

export const confirm = ({ query }: Came, response: ServerResponse): void => {
  response.writeHead(200).end(query.get("hub.challenge") ?? "");
};

export async function openReceiver(): Promise<Receiver> {
  const all = new Map<string, Came[]>();
  const answers = new Map<string, (came: Came, response: ServerResponse) => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://x");
    const came: Came = {
      ...{ method: request.method ?? "", url: request.url ?? "", query: searchParams },
      ...{ headers: request.headers, body: Buffer.concat(chunks).toString() },
    };
    all.set(pathname, [...(all.get(pathname) ?? []), came]);
    (answers.get(pathname) ?? confirm)(came, response);
  });
  const origin = await listen(server);
  return {
    url: (name, query = "") => `${origin}/${name}${query}`,
    came: (name) => all.get(`/${name}`) ?? [],
    answers: (name, answer) => answers.set(`/${name}`, answer),
    close: () => stopListening(server),
  };
}

/** Asks a server's hub for something. */
export function askHub(server: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(
    Object.entries(fields).map(([name, value]) => [`hub.${name}`, value] as [string, string]),
  );
  return fetch(`${server}/hub`, { method: "POST", body, headers: { "CF-Connecting-IP": anybody() } });
}

export const signatureOf = (secret: string, body: string) =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

/** Waits until something is so; fails the test when it does not become so. */
export async function until<T>(look: () => T | undefined | false, most = 20_000): Promise<T> {
  for (const end = Date.now() + most; ; ) {
    const found = look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`it did not become so: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
