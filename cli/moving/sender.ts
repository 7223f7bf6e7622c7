/** Bytes of a request, below what the API takes; several are in memory at once, in several forms each. */
const MOST_BYTES = 500_000;

/**
 * Sends things many at a time, some requests at once.
 *
 * `add` waits while enough is under way, so that whoever reads is no faster than who writes.
 */
export class Sender<Item> {
  private readonly most: number;
  private readonly atOnce: number;
  private readonly send: (items: Item[]) => Promise<void>;
  private waiting: Item[] = [];
  private bytes = 0;
  private readonly underWay = new Set<Promise<unknown>>();
  private failure: unknown = null;

  /**
   * @param most things in a request
   * @param atOnce requests that are under way at a time: of one, each begins when the one before has ended
   * @param send one request, and what follows from its answer
   */
  constructor(most: number, atOnce: number, send: (items: Item[]) => Promise<void>) {
    this.most = most;
    this.atOnce = atOnce;
    this.send = send;
  }

  async add(item: Item): Promise<void> {
    const size = Buffer.byteLength(JSON.stringify(item));
    if (this.waiting.length > 0 && this.bytes + size > MOST_BYTES) await this.flush();
    this.waiting.push(item);
    this.bytes += size;
    if (this.waiting.length >= this.most) await this.flush();
  }

  /** Sends what waits. @throws what a request failed with, this one or one before */
  private async flush(): Promise<void> {
    const items = this.waiting;
    this.waiting = [];
    this.bytes = 0;
    while (this.underWay.size >= this.atOnce) await Promise.race(this.underWay);
    this.raise();
    if (items.length === 0) return;
    const work: Promise<unknown> = this.send(items)
      .catch((error) => {
        this.failure ??= error;
      })
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  /** Sends the rest, and waits for all of it. @throws what a request failed with */
  async end(): Promise<void> {
    await this.flush();
    while (this.underWay.size > 0) await Promise.race(this.underWay);
    this.raise();
  }

  private raise(): void {
    if (this.failure !== null) throw this.failure;
  }
}
