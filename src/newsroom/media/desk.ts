import { RpcTarget } from "cloudflare:workers";
import type { Millis } from "../../model/article.ts";
import type { Made, MediaId, MediaView, TakenPicture } from "../../model/media.ts";
import type { Newsdesk, Wait } from "../desk.ts";
import { endJob, takePicture } from "./fetching.ts";
import { noteForms } from "./forms.ts";
import {
  addMedia,
  changeMedia,
  listMedia,
  mediaById,
  type NewMedia,
  removeMedia,
  viewMedia,
} from "./media.ts";
import { sweepLater } from "./removal.ts";

/** The part of the newsroom that keeps the facts of files. Each method is one transaction. */
export class MediaDesk extends RpcTarget {
  constructor(private readonly desk: Newsdesk) {
    super();
  }

  add(media: NewMedia): ReturnType<typeof addMedia> {
    return this.desk.write((ledger) => addMedia(ledger, media));
  }

  /** Bytes are about to come, which nobody may ever ask for. */
  expect(): void {
    this.desk.write(sweepLater);
  }

  read(id: MediaId): MediaView | null {
    const ledger = this.desk.ledger();
    const media = mediaById(ledger.sql, id);
    return media ? viewMedia(ledger, media) : null;
  }

  list(before: { created: number; id: MediaId } | null, limit: number): ReturnType<typeof listMedia> {
    return listMedia(this.desk.ledger(), before, limit);
  }

  async change(
    id: MediaId,
    change: { alt?: string | undefined; credit?: string | undefined },
    wait: Wait,
  ): Promise<MediaView | null> {
    const changed = this.desk.write((ledger) => changeMedia(ledger, id, change));
    await this.desk.written(wait);
    return changed;
  }

  /** Takes what has been made of a picture. */
  made(file: string, made: Made): void {
    this.desk.write((ledger) => noteForms(ledger, file, made));
    void this.desk.written(0);
  }

  /** Takes what came of asking for a picture of another publication; see `takePicture`. */
  take(url: string, taken: TakenPicture): ReturnType<typeof takePicture> {
    const outcome = this.desk.write((ledger) => takePicture(ledger, url, taken));
    void this.desk.written(0);
    return outcome;
  }

  /** A job is over: its host is left alone until `from`, ms, and what was not asked for there has its turn then. */
  rest(host: string, from: Millis, unasked: string[]): void {
    this.desk.write((ledger) => endJob(ledger, host, from, unasked));
  }

  remove(id: MediaId): ReturnType<typeof removeMedia> {
    return this.desk.write((ledger) => removeMedia(ledger, id));
  }
}
