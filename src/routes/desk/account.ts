import type { RegistrationResponseJSON } from "@simplewebauthn/server";
import type { Hono } from "hono";
import { LIMITS } from "../../model/limits.ts";
import { scopesFor } from "../../newsroom/people/tokens.ts";
import { renderAccount } from "../../render/desk/account.tsx";
import { settingsOf } from "../../settings.ts";
import { sha256Hex } from "../../store/sha256.ts";
import { oneLine } from "../../text/plain.ts";
import { newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { siteIn } from "../site.ts";
import { answer, contextOf, field, formOf, jsonOf, page } from "./pages.ts";
import { newSecret } from "./secrets.ts";
import { type DeskEnv, type DeskHono, isSure } from "./session.ts";
import { challengeIn, registered, registrationOptions } from "./webauthn.ts";

const CODES = 10;
/** Bytes of a recovery code. */
const CODE_BYTES = 10;

/** The routes of one's own passkeys, codes and sessions. */
export function accountRoutes(desk: Hono<DeskEnv>): void {
  desk.get("/desk/account", (c) => accountPage(c));

  desk.post("/desk/account/passkeys/options", async (c) => {
    const { person } = c.get("session");
    using people = await newsroomOf(c.env).people();
    const options = await registrationOptions(await siteIn(c), person, await people.passkeys(person.id));
    await people.challenge(await sha256Hex(options.challenge));
    return answer(options);
  });

  desk.post("/desk/account/passkeys", async (c) => {
    const sent = await jsonOf<{ name: string; response: RegistrationResponseJSON }>(c);
    if (!sent?.response) return answer({ kind: "refused" }, 400);
    const { person, id } = c.get("session");
    using people = await newsroomOf(c.env).people();
    const challenge = challengeIn(sent.response);
    const isOurs = await people.useChallenge(await sha256Hex(challenge));
    const passkey = isOurs && (await registered(settingsOf(c.env), sent.response, challenge));
    if (!passkey) return answer({ kind: "refused" }, 403);
    const name = oneLine(String(sent.name ?? "")).slice(0, LIMITS.name) || "Passkey";
    await people.addPasskey(person.id, name, passkey, id);
    return answer({ kind: "in", to: "/desk/account" });
  });

  desk.post("/desk/account/passkeys/:id/remove", async (c) => {
    using people = await newsroomOf(c.env).people();
    const outcome = await people.removePasskey(c.get("session").person.id, c.req.param("id"));
    return outcome === "last" ? accountPage(c, { fault: "last" }, 409) : seeOther("/desk/account");
  });

  desk.post("/desk/account/codes", async (c) => {
    const codes = Array.from({ length: CODES }, () =>
      crypto.getRandomValues(new Uint8Array(CODE_BYTES)).toHex(),
    );
    using people = await newsroomOf(c.env).people();
    await people.replaceCodes(c.get("session").person.id, await Promise.all(codes.map(sha256Hex)));
    return accountPage(c, { codes });
  });

  // A program that acts as somebody: made and revoked by who is there in person.
  desk.post("/desk/account/tokens", async (c) => {
    const session = c.get("session");
    if (!isSure(session)) return accountPage(c, {}, 403);
    const form = await formOf(c);
    const name = oneLine(field(form, "name")).slice(0, LIMITS.name);
    const wanted = form?.getAll("scope").map(String) ?? [];
    const scopes = scopesFor(session.person.role).filter((scope) => wanted.includes(scope));
    if (!name || !scopes.length) return seeOther("/desk/account");
    const { secret } = await newSecret();
    const token = `dl_${secret}`;
    using people = await newsroomOf(c.env).people();
    await people.addToken(session.person, name, await sha256Hex(token), scopes);
    return accountPage(c, { token });
  });

  desk.post("/desk/account/tokens/:id/remove", async (c) => {
    const session = c.get("session");
    if (!isSure(session)) return accountPage(c, {}, 403);
    using people = await newsroomOf(c.env).people();
    await people.removeToken(session.person, c.req.param("id"));
    return seeOther("/desk/account");
  });

  desk.post("/desk/account/sessions/:id/end", async (c) => {
    using people = await newsroomOf(c.env).people();
    await people.endSession(c.get("session").person.id, c.req.param("id"));
    return seeOther("/desk/account");
  });

  desk.post("/desk/account/sessions", async (c) => {
    const { person, id } = c.get("session");
    using people = await newsroomOf(c.env).people();
    await people.endOtherSessions(person.id, id);
    return seeOther("/desk/account");
  });
}

async function accountPage(
  c: DeskHono,
  said: { codes?: string[]; token?: string; fault?: "last" } = {},
  status = 200,
): Promise<Response> {
  const session = c.get("session");
  using people = await newsroomOf(c.env).people();
  const [passkeys, sessions, tokens] = await Promise.all([
    people.passkeys(session.person.id),
    people.sessions(session.person.id),
    people.tokens(session.person.id),
  ]);
  const scopes = scopesFor(session.person.role);
  const account = { session, isSure: isSure(session), passkeys, sessions, tokens, scopes, ...said };
  return page(renderAccount(await contextOf(c), account), status);
}
