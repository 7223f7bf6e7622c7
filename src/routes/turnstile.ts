import { settingsOf } from "../settings.ts";
import type { AppContext } from "./serve.ts";

const VERIFY = "https://challenges.cloudflare.com/turnstile/v0/siteverify";

/**
 * Whether Turnstile takes whoever sent a form for a person; true where it is not configured. Their
 * address is not passed on (https://developers.cloudflare.com/turnstile/get-started/server-side-validation/).
 */
export async function isPerson(c: AppContext, form: FormData): Promise<boolean> {
  if (!settingsOf(c.env).turnstile) return true;
  const response = form.get("cf-turnstile-response");
  if (typeof response !== "string" || !response || !c.env.TURNSTILE_SECRET) return false;
  const body = new URLSearchParams({ secret: c.env.TURNSTILE_SECRET, response });
  const answer = await fetch(VERIFY, { method: "POST", body });
  if (!answer.ok) console.error(`Turnstile answers ${answer.status}`);
  // The writer gets the form back, so nothing is lost by a no.
  return answer.ok && (await answer.json<{ success: boolean }>()).success;
}
