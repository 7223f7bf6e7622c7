import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { Passkey, PasskeyView, Person } from "../../model/people.ts";
import type { Site } from "../../render/site.ts";
import type { Settings } from "../../settings.ts";

// Passkeys (https://www.w3.org/TR/webauthn-3/), by a library that knows what authenticators do.

type Transports = AuthenticationResponseJSON extends never
  ? never
  : ("ble" | "cable" | "hybrid" | "internal" | "nfc" | "smart-card" | "usb")[];

const hostOf = ({ url }: Pick<Site, "url">) => new URL(url).hostname;

/** What a browser is to make a passkey by. */
export function registrationOptions(site: Site, person: Person, known: PasskeyView[]) {
  return generateRegistrationOptions({
    rpName: site.title,
    rpID: hostOf(site),
    userID: new TextEncoder().encode(person.id) as Uint8Array<ArrayBuffer>,
    userName: person.name,
    userDisplayName: person.name,
    attestationType: "none",
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** The passkey that a browser made; null where it is not what was asked for. */
export async function registered(
  settings: Settings,
  response: RegistrationResponseJSON,
  challenge: string,
): Promise<Passkey | null> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      ...{ response, expectedChallenge: challenge, requireUserVerification: true },
      ...{ expectedOrigin: settings.url, expectedRPID: hostOf(settings) },
    });
    if (!verified || !registrationInfo) return null;
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    return { id, publicKey: publicKey.toBase64({ alphabet: "base64url" }), counter, transports };
  } catch (error) {
    return refused(error);
  }
}

/** What a browser is to ask any passkey of this publication. */
export function authenticationOptions(settings: Settings) {
  return generateAuthenticationOptions({ rpID: hostOf(settings), userVerification: "required" });
}

/** How often a passkey has signed, by its signature; null where that does not hold. */
export async function authenticated(
  settings: Settings,
  response: AuthenticationResponseJSON,
  challenge: string,
  { id, publicKey, counter, transports }: Passkey,
): Promise<number | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      ...{ response, expectedChallenge: challenge, requireUserVerification: true },
      ...{ expectedOrigin: settings.url, expectedRPID: hostOf(settings) },
      credential: {
        ...{ id, counter, transports: transports as Transports },
        publicKey: Uint8Array.fromBase64(publicKey, { alphabet: "base64url" }),
      },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch (error) {
    return refused(error);
  }
}

/** The library throws whatever is wrong with an answer: to us it is one that does not count. */
function refused(error: unknown): null {
  console.warn("a passkey was refused", error instanceof Error ? error.message : error);
  return null;
}

/** The challenge that an answer of a browser is for, as it says itself; empty where it says none. */
export function challengeIn(response: { response?: { clientDataJSON?: unknown } }): string {
  try {
    const data = Uint8Array.fromBase64(String(response.response?.clientDataJSON), { alphabet: "base64url" });
    return String(JSON.parse(new TextDecoder().decode(data)).challenge);
  } catch {
    return "";
  }
}
