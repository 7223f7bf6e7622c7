// What the desk's pages do in the browser. Without it, all but passkeys works by links and forms.
import { startFinding } from "./find.ts";
import { startNames } from "./names.ts";
import { startOrder } from "./order.ts";
import { startPasskeys } from "./passkeys.ts";
import { startPending } from "./pending.ts";
import { startQueue } from "./queue.ts";
import { startSecret } from "./secret.ts";
import { startSettings } from "./settings.ts";
import { startStory } from "./story.ts";

startFinding();
startNames();
startOrder();
startPasskeys();
startPending();
startQueue();
startSecret();
startSettings();
startStory();
