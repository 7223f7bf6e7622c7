// What the desk's pages do in the browser. Without it, all but passkeys works by links and forms.
import { startPasskeys } from "./passkeys.ts";
import { startQueue } from "./queue.ts";
import { startStory } from "./story.ts";

startPasskeys();
startQueue();
startStory();
