import type { Hono } from "hono";
import type { CommentStatus } from "../../model/comment.ts";
import { LIMITS } from "../../model/limits.ts";
import { renderComments } from "../../render/desk/comments.tsx";
import { plainText } from "../../text/comment.ts";
import { decodeCursor, encodeCursor } from "../api/cursor.ts";
import { newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { answer, contextOf, field, formOf, messagePage, page } from "./pages.ts";
import { type DeskEnv, type DeskHono, needs } from "./session.ts";

const STATUSES = ["pending", "approved", "rejected", "spam"] as const;
const COMMENTS = 50;

/** The routes of what readers say. */
export function commentRoutes(desk: Hono<DeskEnv>): void {
  desk.use("/desk/comments/*", needs("moderate"));
  desk.use("/desk/comments", needs("moderate"));
  desk.get("/desk/comments", (c) => queue(c, statusIn(c.req.query("which"))));

  // Several at once: those that say what was read, the others are left.
  desk.post("/desk/comments", async (c) => {
    const form = await formOf(c);
    const status = STATUSES.find((each) => each === field(form, "status"));
    const chosen = form?.getAll("chosen").map(String).slice(0, COMMENTS) ?? [];
    const which = statusIn(field(form, "which"));
    if (!status) return messagePage(c, 404, "missing");
    using comments = await newsroomOf(c.env).comments();
    const actor = c.get("session").person.id;
    let left = 0;
    for (const each of chosen) {
      const [id = "", revision] = each.split(" ");
      const outcome = await comments.decide(id, [Number(revision)], status, actor, 0);
      if (outcome.kind !== "decided") left++;
    }
    return left ? queue(c, which, { stale: true }, 409) : seeOther(`/desk/comments?which=${which}`);
  });

  desk.post("/desk/comments/:id/answer", async (c) => {
    const form = await formOf(c);
    const said = plainText(field(form, "text")).slice(0, LIMITS.commentText);
    if (!said) return seeOther("/desk/comments");
    using comments = await newsroomOf(c.env).comments();
    const { id, name } = c.get("session").person;
    const outcome = await comments.answer(c.req.param("id"), { name, text: said }, id, 0);
    if (outcome.kind === "not-found") return messagePage(c, 404, "missing");
    return outcome.kind === "answered"
      ? seeOther("/desk/comments?which=approved")
      : queue(c, "pending", { stale: true }, 409);
  });

  desk.post("/desk/comments/threads/:article", async (c) => {
    const form = await formOf(c);
    using comments = await newsroomOf(c.env).comments();
    const isClosed = field(form, "closed") === "yes";
    const known = await comments.close(c.req.param("article"), isClosed, 0, c.get("session").person.id);
    if (!known) return messagePage(c, 404, "missing");
    return seeOther(`/desk/comments?which=${statusIn(field(form, "which"))}`);
  });

  desk.post("/desk/comments/:id", async (c) => {
    const form = await formOf(c);
    const status = STATUSES.find((each) => each === field(form, "status"));
    if (!status) return messagePage(c, 404, "missing");
    using comments = await newsroomOf(c.env).comments();
    const actor = c.get("session").person.id;
    const revision = Number(field(form, "revision"));
    const outcome = await comments.decide(c.req.param("id"), [revision], status, actor, 0);
    // A script takes the next one without another page.
    if (c.req.header("accept")?.includes("application/json")) {
      const isDone = outcome.kind === "decided";
      return answer(
        { kind: outcome.kind, revision: isDone ? outcome.comment.revision : null },
        isDone ? 200 : 409,
      );
    }
    const which = statusIn(field(form, "which"));
    if (outcome.kind === "not-found") return messagePage(c, 404, "missing");
    return outcome.kind === "decided"
      ? seeOther(`/desk/comments?which=${which}`)
      : queue(c, which, { stale: true }, 409);
  });
}

const statusIn = (text: string | undefined) => STATUSES.find((each) => each === text) ?? "pending";

async function queue(
  c: DeskHono,
  which: (typeof STATUSES)[number] & CommentStatus,
  said: { stale?: boolean } = {},
  status = 200,
): Promise<Response> {
  const cursor = c.req.query("cursor");
  const before = (cursor && decodeCursor(cursor)) || null;
  using comments = await newsroomOf(c.env).comments();
  const list = await comments.list({ status: which, article: null, before }, COMMENTS);
  const more = list.next && encodeCursor(list.next);
  return page(renderComments(await contextOf(c), { which, comments: list.comments, more, ...said }), status);
}
