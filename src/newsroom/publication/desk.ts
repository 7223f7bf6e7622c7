import { RpcTarget } from "cloudflare:workers";
import type { Profile, ProfileChange, PublicProfile } from "../../model/profile.ts";
import { PROFILE_KEY } from "../../store/keys.ts";
import type { Newsdesk, Wait } from "../desk.ts";
import {
  changeProfile,
  type ProfileOutcome,
  type ProfileView,
  publicProfile,
  viewProfile,
} from "./profile.ts";
import {
  listRedirects,
  type RedirectOutcome,
  type RedirectWish,
  removeRedirect,
  saveRedirects,
} from "./redirects.ts";

/** What the publication itself is called and how it looks. */
export class Publication extends RpcTarget {
  constructor(private readonly desk: Newsdesk) {
    super();
  }

  profile(): ProfileView {
    return viewProfile(this.desk.ledger());
  }

  /** Lets former addresses lead to new ones; see `saveRedirects`. */
  async redirect(wishes: RedirectWish[], actor: string, wait: Wait): Promise<RedirectOutcome> {
    const outcome = this.desk.write((ledger) => saveRedirects(ledger, wishes, actor));
    await this.desk.written(wait);
    return outcome;
  }

  redirects(after: string, limit: number): ReturnType<typeof listRedirects> {
    return listRedirects(this.desk.ledger(), after, limit);
  }

  async removeRedirect(from: string, actor: string, wait: Wait): Promise<boolean> {
    const known = this.desk.write((ledger) => removeRedirect(ledger, from, actor));
    await this.desk.written(wait);
    return known;
  }

  /** What readers would see with a profile that nobody has saved. */
  shown(profile: Profile): PublicProfile {
    return publicProfile(this.desk.ledger(), profile);
  }

  /** Changes it; see `changeProfile`. */
  async change(change: ProfileChange, actor: string, wait: Wait): Promise<ProfileOutcome> {
    const outcome = this.desk.write((ledger) => changeProfile(ledger, change, actor));
    await this.desk.written(wait, PROFILE_KEY);
    return outcome;
  }
}
