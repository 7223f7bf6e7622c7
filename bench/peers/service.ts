import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Who installs what is not there. */
export const HOW_TO_INSTALL = "bench/peers/install.sh installs it on Debian";

/** The first of several programs that is installed, or null. */
export function installed(folder: string, name: RegExp): string | null {
  const file = existsSync(folder) ? readdirSync(folder).find((each) => name.test(each)) : undefined;
  return file ? join(folder, file) : null;
}

/** A new folder that a server may read, whatever user it runs as. */
export function openFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `dateline-bench-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** A server that runs until it is stopped. */
export class Service {
  private readonly child: ChildProcess;
  private readonly said: string[] = [];

  constructor(command: string, args: string[]) {
    this.child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.child.stdout?.on("data", (data) => this.said.push(String(data)));
    this.child.stderr?.on("data", (data) => this.said.push(String(data)));
  }

  /**
   * Waits until `isReady` says so.
   *
   * @throws Error with what the server said, when it ends or is not ready after 30 s
   */
  async ready(isReady: () => boolean | Promise<boolean>): Promise<void> {
    for (let i = 0; i < 300; i++) {
      if (this.child.exitCode !== null) break;
      if (await isReady()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await this.stop();
    throw new Error(`${this.child.spawnfile} does not start:\n${this.said.join("")}`);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await ended;
  }
}

/** Whether something listens on a port of this machine. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
