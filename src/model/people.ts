import type { Millis } from "./article.ts";

// Who works in a newsroom, and what each of them may do.

/** A UUID. */
export type PersonId = string;

export const ROLES = ["owner", "editor", "author", "contributor", "moderator"] as const;
export type Role = (typeof ROLES)[number];

/**
 * What is done in a newsroom, and who may do it: the one table of it. What is somebody's own is what they
 * began.
 */
const MAY = {
  /** Write stories of one's own, and have them published by somebody else. */
  write: ["owner", "editor", "author", "contributor"],
  /** Publish, change and withdraw stories of one's own. */
  "publish-own": ["owner", "editor", "author"],
  /** Read, change, publish and withdraw everybody's stories. */
  publish: ["owner", "editor"],
  /** Decide on comments. */
  moderate: ["owner", "editor", "moderator"],
  /** Follow sources, and see how they and the newsroom are. */
  watch: ["owner", "editor"],
  /** Say what stands first on the front page, rename and merge tags. */
  arrange: ["owner", "editor"],
  /** Say what the publication is called and how it looks. */
  settings: ["owner"],
  /** See who did what. */
  "see-activity": ["owner", "editor"],
  /** Invite people, change their roles, and end their access. */
  people: ["owner"],
} as const satisfies Record<string, readonly Role[]>;
export type Operation = keyof typeof MAY;

export function may(role: Role, operation: Operation): boolean {
  return (MAY[operation] as readonly Role[]).includes(role);
}

/**
 * What a token may do: `read` the API, `write` articles and tags, `moderate` comments, `admin`ister
 * tokens and rebuild.
 */
export const TOKEN_SCOPES = ["read", "write", "moderate", "admin"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** A person as others see them. */
export interface Person {
  id: PersonId;
  name: string;
  role: Role;
}

/** A person as those see them who invite people. */
export interface PersonView extends Person {
  created: Millis;
  /** When they were last here; null where they never were. */
  seen: Millis | null;
  passkeys: number;
}

/** Who a session belongs to, and how sure that is. */
export interface SessionView {
  person: Person;
  id: string;
  /** When it was last noted that it is used, ms. */
  used: Millis;
  /** When the person last showed a passkey in it, ms; null where a link or a code began it. */
  verified: Millis | null;
  hasPasskey: boolean;
}

/** A session in a list of one's own. */
export interface OwnSession {
  id: string;
  /** What the browser calls itself. */
  agent: string;
  created: Millis;
  used: Millis;
}

/** A passkey, without its key. */
export interface PasskeyView {
  id: string;
  name: string;
  created: Millis;
  used: Millis | null;
}

/** A passkey as it is checked (https://www.w3.org/TR/webauthn-3/#credential-record). */
export interface Passkey {
  /** The credential's id, base64url. */
  id: string;
  /** COSE, base64url. */
  publicKey: string;
  counter: number;
  transports: string[];
}

/** Something that somebody did. */
export interface Action {
  at: Millis;
  /** Their name; of a person, a token, or `operator` or `schedule`. */
  actor: string;
  kind: ActionKind;
  /** What it was done to, in words. */
  subject: string;
  /** The article, where it was one. */
  article: string | null;
  /** More of it: a role, a reason. */
  detail: string;
}

export type ActionKind = (typeof ACTION_KINDS)[number];
export const ACTION_KINDS = [
  ...["created", "changed", "published", "scheduled", "withdrawn", "brought-back"],
  ...["submitted", "returned", "comment-approved", "comment-rejected", "comment-spam", "comment-pending"],
  ...["comment-answered", "thread-closed", "thread-opened"],
  ...["person-invited", "person-changed", "person-removed", "signed-in", "passkey-added", "passkey-removed"],
  ...["token-made", "token-revoked"],
  ...[
    "source-followed",
    "source-changed",
    "source-left",
    "tag-renamed",
    "tag-described",
    "tag-merged",
    "front-arranged",
  ],
  ...["settings-changed", "redirects-added", "redirect-removed"],
  ...["hook-added", "hook-changed", "hook-removed"],
] as const;
