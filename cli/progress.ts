import cliProgress from "cli-progress";

/** How often a log is told how far it is, ms. */
const LOG_EVERY_MS = 30_000;

/** How far something long is, and how much time is left: over one line for people, in lines for logs. */
export class Progress {
  private readonly bar: cliProgress.SingleBar | null;
  private readonly what: string;
  private readonly started = Date.now();
  private logged = Date.now();
  private done = 0;
  private total: number;

  /** @param what in the plural @param total of them, as far as that is known */
  constructor(what: string, total: number, quiet = false) {
    this.what = what;
    this.total = total;
    this.bar =
      process.stderr.isTTY && !quiet
        ? new cliProgress.SingleBar({
            format: `${what} {bar} {value} of {total}, {eta_formatted} left`,
            stream: process.stderr,
            hideCursor: true,
            etaBuffer: 100,
          })
        : null;
    this.bar?.start(total, 0);
  }

  add(count = 1, total = this.total): void {
    this.done += count;
    const known = Math.max(total, this.done);
    if (known !== this.total) this.bar?.setTotal(Math.round(known));
    this.total = known;
    this.bar?.update(Math.round(this.done));
    if (!this.bar && Date.now() - this.logged >= LOG_EVERY_MS) {
      this.logged = Date.now();
      const left = ((this.logged - this.started) / Math.max(1, this.done)) * (this.total - this.done);
      process.stderr.write(
        `${this.what}: ${Math.round(this.done)} of ${Math.round(this.total)}, ${Math.ceil(left / 1000)} s left\n`,
      );
    }
  }

  end(): void {
    this.bar?.stop();
  }
}
