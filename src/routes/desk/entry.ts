import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import type { Hono, MiddlewareHandler } from "hono";
import { LIMITS } from "../../model/limits.ts";
import type { SessionView } from "../../model/people.ts";
import { renderEnter, renderSetup, renderSignIn } from "../../render/desk/sign-in.tsx";
import { settingsOf } from "../../settings.ts";
import { sameSecret, sha256Hex } from "../../store/sha256.ts";
import { oneLine } from "../../text/plain.ts";
import { newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { visitorOf } from "../visitor.ts";
import { answer, contextOf, field, formOf, jsonOf, messagePage, page } from "./pages.ts";
import { newSecret } from "./secrets.ts";
import { cookieFor, type DeskEnv, type DeskHono, giveSession, signedIn } from "./session.ts";
import { authenticated, authenticationOptions, challengeIn } from "./webauthn.ts";

// The ways into the desk: a passkey; a link or a code, once; and at the very beginning the operator's token.

/** Counts attempts. */
export const limited: MiddlewareHandler<DeskEnv> = async (c, next) => {
  const { success } = await c.env.ENTRY_LIMIT.limit({ key: await visitorOf(c) });
  return success ? next() : messagePage(c, 429, "often");
};

const agentOf = (c: DeskHono) => oneLine(c.req.header("user-agent") ?? "").slice(0, LIMITS.name);

/** The routes of who is not in yet. */
export function entryRoutes(desk: Hono<DeskEnv>): void {
  desk.get("/desk/sign-in", limited, async (c) => signInPage(c));

  desk.post("/desk/sign-in/options", limited, async (c) => {
    const options = await authenticationOptions(settingsOf(c.env));
    using people = await newsroomOf(c.env).people();
    await people.challenge(await sha256Hex(options.challenge));
    return answer(options);
  });

  desk.post("/desk/sign-in/passkey", limited, async (c) => {
    const shown = await passkeyShown(c);
    if (!shown) return answer({ kind: "refused" }, 403);
    using people = await newsroomOf(c.env).people();
    const { secret, hash } = await newSecret();
    const session = await people.enterWithPasskey(shown, hash, agentOf(c));
    if (!session) return answer({ kind: "refused" }, 403);
    return answer({ kind: "in", to: "/desk" }, 200, cookieFor(c, secret));
  });

  desk.post("/desk/sign-in/code", limited, async (c) => {
    const code = field(await formOf(c), "code")
      .toLowerCase()
      .replace(/[^0-9a-z]/g, "");
    const { secret, session } = await enter(c, code);
    return session ? giveSession(c, secret, "/desk/account") : signInPage(c, "wrongCode", 403);
  });

  // A page of its own before the link is used up: programs that look where links lead use up nothing.
  desk.get("/desk/enter/:key", limited, async (c) => {
    using people = await newsroomOf(c.env).people();
    const isGood = await people.isWayIn(await sha256Hex(c.req.param("key")));
    if (!isGood) return signInPage(c, "used", 410);
    return page(renderEnter(await contextOf(c), c.req.param("key")));
  });
  desk.post("/desk/enter", limited, async (c) => {
    const { secret, session } = await enter(c, field(await formOf(c), "key"));
    if (!session) return signInPage(c, "used", 410);
    return giveSession(c, secret, session.hasPasskey ? "/desk" : "/desk/account");
  });

  desk.get("/desk/setup", limited, async (c) => {
    using people = await newsroomOf(c.env).people();
    return (await people.hasPeople())
      ? seeOther("/desk/sign-in")
      : page(renderSetup(await contextOf(c), null));
  });
  desk.post("/desk/setup", limited, async (c) => {
    using people = await newsroomOf(c.env).people();
    if (await people.hasPeople()) return seeOther("/desk/sign-in");
    const form = await formOf(c);
    const name = oneLine(field(form, "name")).slice(0, LIMITS.name);
    const token = c.env.DATELINE_TOKEN;
    const isOperator = token !== undefined && (await sameSecret(field(form, "token"), token));
    if (!isOperator || !name) return page(renderSetup(await contextOf(c), "wrongToken"), 403);
    const link = await newSecret();
    await people.invite(name, "owner", link.hash, "operator");
    const { secret } = await enter(c, link.secret);
    return giveSession(c, secret, "/desk/account");
  });

  desk.post("/desk/sign-out", signedIn, async (c) => {
    const { person, id } = c.get("session");
    using people = await newsroomOf(c.env).people();
    await people.endSession(person.id, id);
    return seeOther("/desk/sign-in", cookieFor(c, "", 0));
  });

  // Somebody who is in shows a passkey again, for what is grave.
  desk.post("/desk/confirm", signedIn, async (c) => {
    const { person, id } = c.get("session");
    const shown = await passkeyShown(c);
    if (!shown || shown.person !== person.id) return answer({ kind: "refused" }, 403);
    using people = await newsroomOf(c.env).people();
    await people.confirm(shown, id);
    return answer({ kind: "in", to: null });
  });
}

type Fault = Parameters<typeof renderSignIn>[1]["fault"];

async function signInPage(c: DeskHono, fault: Fault = null, status = 200): Promise<Response> {
  using people = await newsroomOf(c.env).people();
  const isEmpty = !(await people.hasPeople());
  return page(renderSignIn(await contextOf(c), { fault, isEmpty }), status);
}

/** Uses up a link or a code. */
async function enter(c: DeskHono, key: string): Promise<{ secret: string; session: SessionView | null }> {
  using people = await newsroomOf(c.env).people();
  const { secret, hash } = await newSecret();
  return { secret, session: await people.enter(await sha256Hex(key), hash, agentOf(c)) };
}

/** The passkey that a script's request shows; null where it is none, or signs what was not asked. */
async function passkeyShown(c: DeskHono): Promise<{ id: string; counter: number; person: string } | null> {
  const response = await jsonOf<AuthenticationResponseJSON>(c);
  if (!response || typeof response.id !== "string") return null;
  using people = await newsroomOf(c.env).people();
  const challenge = challengeIn(response);
  const isOurs = await people.useChallenge(await sha256Hex(challenge));
  const passkey = await people.passkey(response.id);
  if (!isOurs || !passkey) return null;
  const counter = await authenticated(settingsOf(c.env), response, challenge, passkey);
  return counter === null ? null : { id: passkey.id, counter, person: passkey.person };
}
