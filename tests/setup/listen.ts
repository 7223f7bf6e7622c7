import type { Server } from "node:http";

/** Lets a server listen on this machine. @returns its origin */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address !== "object") throw new Error("it has no port");
  return `http://127.0.0.1:${address.port}`;
}

/** Ends it, whatever is still connected to it. */
export function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
}
