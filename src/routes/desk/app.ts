import { Hono } from "hono";
import { failed } from "../edges.ts";
import type { AppContext } from "../serve.ts";
import { accountRoutes } from "./account.ts";
import { activityRoutes } from "./activity.ts";
import { calendarRoutes } from "./calendar.ts";
import { commentRoutes } from "./comments.ts";
import { entryRoutes } from "./entry.ts";
import { fileRoutes } from "./files.ts";
import { frontRoutes } from "./front.ts";
import { messagePage } from "./pages.ts";
import { peopleRoutes } from "./people.ts";
import { linkRoutes } from "./preview.ts";
import { searchRoutes } from "./search.ts";
import { type DeskEnv, fromHere, signedIn } from "./session.ts";
import { sourceRoutes } from "./sources.ts";
import { storyRoutes } from "./stories.ts";
import { tagRoutes } from "./tags.ts";

/** Where the newsroom's people work, as an app of its own: an isolate that only serves readers never makes it. */
export const deskApp = new Hono<DeskEnv>();

deskApp.use(fromHere);
entryRoutes(deskApp);
linkRoutes(deskApp);
deskApp.use(signedIn);
accountRoutes(deskApp);
storyRoutes(deskApp);
fileRoutes(deskApp);
commentRoutes(deskApp);
activityRoutes(deskApp);
sourceRoutes(deskApp);
tagRoutes(deskApp);
frontRoutes(deskApp);
calendarRoutes(deskApp);
searchRoutes(deskApp);
peopleRoutes(deskApp);
deskApp.notFound((c) => messagePage(c, 404, "missing"));
deskApp.onError((error, c) => failed(error, c as unknown as AppContext));
