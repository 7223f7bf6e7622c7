import { connect, type Socket } from "node:net";

/** What a round of requests came to. */
export interface Round {
  answers: number;
  /** Answers a second. */
  rate: number;
  /** Milliseconds that half of the answers, and 99 % of them, took at most. */
  p50: number;
  p99: number;
  status: number;
  /** Bytes of one answer, head and body. */
  bytes: number;
}

/**
 * Asks for one URL again and again over kept connections, each waiting for its answer before it asks
 * again. A socket and a counter, so that the client costs next to nothing beside the server.
 *
 * @param seconds how long
 */
export async function load(
  url: string,
  headers: Record<string, string>,
  connections: number,
  seconds: number,
): Promise<Round> {
  const { hostname, port, pathname, search } = new URL(url);
  const lines = Object.entries({ Host: `${hostname}:${port}`, Accept: "*/*", ...headers });
  const request = `GET ${pathname}${search} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  const end = performance.now() + seconds * 1000;
  const times: number[] = [];
  let [status, bytes] = [0, 0];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(Number(port), hostname);
      while (performance.now() < end) {
        const asked = performance.now();
        socket.write(request);
        ({ status, bytes } = await answer(socket));
        times.push(performance.now() - asked);
      }
      socket.destroy();
    }),
  );
  const elapsed = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { answers: times.length, rate: times.length / elapsed, p50: at(0.5), p99: at(0.99), status, bytes };
}

/** Waits for a whole answer, by its Content-Length or chunks. */
function answer(socket: Socket): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    let head = "";
    let wanted = Number.POSITIVE_INFINITY;
    let isChunked = false;
    let bytes = 0;
    let tail = "";
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (wanted === Number.POSITIVE_INFINITY && !isChunked) {
        head += chunk.toString("latin1");
        const end = head.indexOf("\r\n\r\n");
        if (end === -1) return;
        const length = /\r\ncontent-length: (\d+)/i.exec(head.slice(0, end));
        isChunked = !length && /\r\ntransfer-encoding: chunked/i.test(head.slice(0, end));
        if (!isChunked) wanted = end + 4 + Number(length?.[1] ?? 0);
      }
      if (isChunked) tail = (tail + chunk.toString("latin1")).slice(-7);
      if (bytes < wanted && !(isChunked && tail.endsWith("\r\n0\r\n\r\n"))) return;
      socket.off("data", take);
      socket.off("error", reject);
      socket.off("close", closed);
      resolve({ status: Number(head.slice(9, 12)), bytes });
    };
    const closed = () => reject(new Error("the server closed a connection that was to be kept"));
    socket.on("data", take);
    socket.once("error", reject);
    socket.once("close", closed);
  });
}
