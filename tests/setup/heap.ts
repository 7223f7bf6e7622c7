/** What a debugger is told of the Workers of a workerd. */
interface Target {
  id: string;
  webSocketDebuggerUrl: string;
}

/** Bytes of objects, and of the buffers that they stand for. */
interface HeapUsage {
  usedSize: number;
  backingStorageSize: number;
}

/**
 * What the Worker's isolate holds after a collection of garbage, MB.
 *
 * @param inspectorPort where workerd takes a debugger (the Chrome DevTools Protocol)
 */
export async function heapOf(inspectorPort: number): Promise<number> {
  const targets = (await (await fetch(`http://127.0.0.1:${inspectorPort}/json`)).json()) as Target[];
  const target = targets.find(({ id }) => id.startsWith("core:user"));
  if (!target) throw new Error(`no Worker among ${targets.map(({ id }) => id)}`);
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  const ask = (id: number, method: string) =>
    new Promise<HeapUsage>((resolve) => {
      socket.addEventListener("message", ({ data }) => {
        const answer = JSON.parse(String(data)) as { id?: number; result: HeapUsage };
        if (answer.id === id) resolve(answer.result);
      });
      socket.send(JSON.stringify({ id, method }));
    });
  await ask(1, "HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = await ask(2, "Runtime.getHeapUsage");
  socket.close();
  return (usedSize + backingStorageSize) / 1e6;
}
