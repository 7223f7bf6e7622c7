import { RpcTarget } from "cloudflare:workers";
import type {
  OwnSession,
  Passkey,
  PasskeyView,
  Person,
  PersonId,
  PersonView,
  Role,
  SessionView,
  TokenScope,
} from "../../model/people.ts";
import type { Newsdesk } from "../desk.ts";
import { type ActionsWanted, listActions } from "./actions.ts";
import { addPasskey, listPasskeys, passkeyById, removePasskey, usePasskey } from "./passkeys.ts";
import {
  changePerson,
  hasPeople,
  invite,
  linkFor,
  listPeople,
  type PeopleOutcome,
  removePerson,
} from "./people.ts";
import {
  addChallenge,
  beginSession,
  confirmSession,
  EXACT_MS,
  endSessions,
  isWayIn,
  listSessions,
  replaceCodes,
  sessionOf,
  touchSession,
  useChallenge,
  useWayIn,
} from "./sessions.ts";
import { addToken, listTokens, removeToken, type TokenView } from "./tokens.ts";

/** The part of the newsroom that knows its people. Secrets come as their SHA-256. Each method is one transaction. */
export class People extends RpcTarget {
  constructor(private readonly desk: Newsdesk) {
    super();
  }

  /** Makes a token of somebody's own, with scopes as far as their role goes. @param hash SHA-256 of its secret */
  addToken(person: Person, name: string, hash: string, scopes: TokenScope[]): TokenView {
    return this.desk.write((ledger) => addToken(ledger, name, hash, scopes, person));
  }

  /** Somebody's own tokens. */
  tokens(person: PersonId): TokenView[] {
    return listTokens(this.desk.ledger().sql, person);
  }

  removeToken(person: Person, id: string): boolean {
    return this.desk.write((ledger) => removeToken(ledger, id, person));
  }

  hasPeople(): boolean {
    return hasPeople(this.desk.ledger().sql);
  }

  list(): PersonView[] {
    return listPeople(this.desk.ledger());
  }

  invite(name: string, role: Role, hash: string, actor: string): Person {
    return this.desk.write((ledger) => invite(ledger, name, role, hash, actor));
  }

  linkFor(id: PersonId, hash: string): PeopleOutcome {
    return this.desk.write((ledger) => linkFor(ledger, id, hash));
  }

  change(
    id: PersonId,
    change: { name?: string | undefined; role?: Role | undefined },
    actor: string,
  ): PeopleOutcome {
    return this.desk.write((ledger) => changePerson(ledger, id, change, actor));
  }

  remove(id: PersonId, actor: string): PeopleOutcome {
    return this.desk.write((ledger) => removePerson(ledger, id, actor));
  }

  isWayIn(hash: string): boolean {
    return isWayIn(this.desk.ledger(), hash);
  }

  /** Lets in whoever has a link or a code, once. Null where it is good no more. */
  enter(wayIn: string, session: string, agent: string): SessionView | null {
    return this.desk.write((ledger) => {
      const person = useWayIn(ledger, wayIn);
      return person === null ? null : beginSession(ledger, person, session, agent, false);
    });
  }

  /** Whose a session is; null for one that is over. */
  session(hash: string): SessionView | null {
    const ledger = this.desk.ledger();
    const found = sessionOf(ledger, hash);
    if (found && found.used + EXACT_MS < ledger.now)
      this.desk.write((current) => touchSession(current, found));
    return found;
  }

  sessions(person: PersonId): OwnSession[] {
    return listSessions(this.desk.ledger(), person);
  }

  endSession(person: PersonId, id: string): void {
    this.desk.write((ledger) => endSessions(ledger, person, id));
  }

  endOtherSessions(person: PersonId, but: string): void {
    this.desk.write((ledger) => endSessions(ledger, person, undefined, but));
  }

  challenge(hash: string): void {
    this.desk.write((ledger) => addChallenge(ledger, hash));
  }

  useChallenge(hash: string): boolean {
    return this.desk.write((ledger) => useChallenge(ledger, hash));
  }

  passkey(id: string): ReturnType<typeof passkeyById> {
    return passkeyById(this.desk.ledger().sql, id);
  }

  passkeys(person: PersonId): PasskeyView[] {
    return listPasskeys(this.desk.ledger(), person);
  }

  /** Takes a passkey that was checked. @param session the one in which it was shown @returns whether it is new */
  addPasskey(person: PersonId, name: string, passkey: Passkey, session: string): boolean {
    return this.desk.write((ledger) => {
      const isNew = addPasskey(ledger, person, name, passkey);
      if (isNew) confirmSession(ledger, session);
      return isNew;
    });
  }

  removePasskey(person: PersonId, id: string): ReturnType<typeof removePasskey> {
    return this.desk.write((ledger) => removePasskey(ledger, person, id));
  }

  /** Lets in whoever has shown a passkey. */
  enterWithPasskey(
    { id, counter, person }: { id: string; counter: number; person: PersonId },
    session: string,
    agent: string,
  ): SessionView | null {
    return this.desk.write((ledger) => {
      usePasskey(ledger, id, counter);
      return beginSession(ledger, person, session, agent, true);
    });
  }

  /** Notes that a passkey was shown again in a session. */
  confirm({ id, counter }: { id: string; counter: number }, session: string): void {
    this.desk.write((ledger) => {
      usePasskey(ledger, id, counter);
      confirmSession(ledger, session);
    });
  }

  replaceCodes(person: PersonId, hashes: string[]): void {
    this.desk.write((ledger) => replaceCodes(ledger, person, hashes));
  }

  actions(wanted: ActionsWanted, limit: number): ReturnType<typeof listActions> {
    return listActions(this.desk.ledger(), wanted, limit);
  }
}
