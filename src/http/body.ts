/**
 * Reads a stream up to a limit, which counts what comes out of it: a small file that unpacks to a
 * huge one is noticed before it is there.
 *
 * @param limit bytes
 * @returns null when there is more
 */
export async function readUpTo(
  body: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) return null; // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The first bytes of a stream, so many where there are, and all of it again, with them. */
export async function peek(
  body: AsyncIterable<Uint8Array>,
  count: number,
): Promise<{ beginning: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const chunks = body[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < count) {
    const { value, done } = await chunks.next();
    if (done) break;
    first.push(value);
    size += value.length;
  }
  async function* all() {
    yield* first;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  const beginning = await new Blob(first as Uint8Array<ArrayBuffer>[]).slice(0, count).bytes();
  return { beginning, all: all() };
}
