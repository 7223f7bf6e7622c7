import type { Millis } from "../../model/article.ts";
import { type Made, mediaFile, type PictureJob, parseFile } from "../../model/media.ts";
import { type AgendaItem, defer, remindBy, strike } from "../agenda.ts";
import type { Access } from "../due.ts";
import type { Ledger } from "../ledger.ts";
import { mediaById } from "./media.ts";
import { removeBytesLater } from "./removal.ts";

/** When a message is taken for lost that nobody has answered. */
const ASKED_AGAIN_MS: Millis = 3_600_000;
/** Then a picture stays without smaller forms. */
const GIVEN_UP_MS: Millis = 86_400_000;

/** Puts on the agenda all pictures whose smaller forms are not made. */
export function rememberForms(ledger: Ledger): void {
  if (!ledger.settings.forms) return;
  for (const { id } of ledger.sql
    .exec<{ id: string }>("SELECT id FROM media WHERE width IS NOT NULL AND forms IS NULL")
    .toArray())
    remindBy(ledger, "make-forms", id, ledger.now);
}

/** Has the smaller forms of a picture made, and looks later whether they are. @throws Error of the queue */
export async function askForForms(
  { ledger, write }: Access,
  pictures: Queue<PictureJob>,
  item: AgendaItem,
): Promise<void> {
  const media = mediaById(ledger().sql, item.subject);
  const isOver = !media || media.forms !== null || ledger().now - item.since > GIVEN_UP_MS;
  if (!isOver) await pictures.send({ kind: "forms", file: mediaFile(media) });
  write((current) => {
    if (isOver) strike(current, "make-forms", item.subject);
    else defer(current, item, current.now + ASKED_AGAIN_MS);
  });
}

/** Notes which forms of a picture there are; articles that show it follow. Those of one that is gone go, too. */
export function noteForms(ledger: Ledger, file: string, { forms, colour }: Made): void {
  const id = parseFile(file)?.id ?? "";
  strike(ledger, "make-forms", id);
  if (!mediaById(ledger.sql, id)) removeBytesLater(ledger, [id]);
  else
    ledger.sql.exec(
      "UPDATE media SET forms = ?, colour = ? WHERE id = ?",
      ...[JSON.stringify(forms), colour, id],
    );
}
