import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { cacheHeaders } from "../../http/caching.ts";
import { refusal } from "../../http/guard.ts";
import { problemResponse } from "../../http/problem.ts";
import { LIMITS } from "../../model/limits.ts";
import { type DeliveryView, HOOK_EVENTS } from "../../model/webhooks.ts";
import type { HookOutcomeOf } from "../../newsroom/push/webhooks.ts";
import { newHookSecret } from "../../push/hooks.ts";
import { settingsOf } from "../../settings.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { moment, webUrl } from "./fields.ts";

const events = z
  .array(z.enum(HOOK_EVENTS))
  .min(1)
  .overwrite((list) => [...new Set(list)])
  .openapi({ description: "What it is told of, after readers can see it." });
const status = z.enum(["active", "paused"]);
const Webhook = z
  .object({
    ...{ id: z.uuid(), url: z.string(), events: z.array(z.enum(HOOK_EVENTS)), status, created: moment },
    why: z.string().nullable().openapi({ description: "Why it is paused, where nobody asked for that." }),
    failing_since: moment.nullable(),
    old_secret_until: moment.nullable().openapi({ description: "So long the secret before counts, too." }),
  })
  .openapi("Webhook");
const secret = z.string().openapi({ description: "As Standard Webhooks write it; shown this once." });
const test = z.int().openapi({ description: "The delivery that tries it." });
const NewWebhook = Webhook.extend({ secret, test }).openapi("NewWebhook");
const WebhookSecret = Webhook.extend({ secret }).openapi("WebhookSecret");
const WebhookInput = z.strictObject({ url: webUrl, events }).openapi("WebhookInput", {
  example: { url: "https://example.org/hook", events: ["article.published"] },
});
const WebhookPatch = z.strictObject({ url: webUrl, events, status }).partial().openapi("WebhookPatch");
const WebhookList = z.object({ webhooks: z.array(Webhook) }).openapi("WebhookList");
const Delivery = z
  .object({
    id: z.int(),
    event: z.string().openapi({ description: "`webhook-id`, the same over all attempts." }),
    type: z.string(),
    state: z.enum(["waiting", "delivered", "given-up"]),
    payload: z.looseObject({ type: z.string(), timestamp: moment, data: z.looseObject({}) }),
    attempts: z
      .array(
        z.object({
          at: moment,
          status: z.int().nullable(),
          answer: z.string().openapi({ description: "How it begins, or why there was none." }),
          took_ms: z.int(),
        }),
      )
      .openapi({ description: "The newest first." }),
    next_attempt: moment.nullable(),
  })
  .openapi("Delivery");
const Deliveries = z
  .object({ deliveries: z.array(Delivery), next: z.int().nullable() })
  .openapi("Deliveries");
const Test = z.object({ test }).openapi("WebhookTest");

const guarded = { security: SECURITY, middleware: [needs("admin")] };
const params = z.object({ id: z.string() });

const list = createRoute({
  ...{ method: "get", path: "/webhooks", summary: "Whose programs are told of what happens", ...guarded },
  responses: answers({ 200: { description: "All of them", ...json(WebhookList) } }),
});
const add = createRoute({
  ...{ method: "post", path: "/webhooks", summary: "Have a program told of what happens", ...guarded },
  description: "It is sent `webhook.test` at once.",
  request: jsonBodyOf(WebhookInput),
  responses: answers({ 201: { description: "Added", ...json(NewWebhook) } }, 400, 409, 413, 415, 422),
});
const read = createRoute({
  ...{ method: "get", path: "/webhooks/{id}", summary: "Read a webhook", ...guarded },
  request: { params },
  responses: answers({ 200: { description: "The webhook", ...json(Webhook) } }, 404),
});
const change = createRoute({
  ...{ method: "patch", path: "/webhooks/{id}", summary: "Change, pause or resume a webhook", ...guarded },
  description: "While it is paused, nothing new is noted for it; what waits is sent when it is active again.",
  request: { params, ...jsonBodyOf(WebhookPatch) },
  responses: answers({ 200: { description: "As it is now", ...json(Webhook) } }, 400, 404, 413, 415, 422),
});
const remove = createRoute({
  ...{ method: "delete", path: "/webhooks/{id}", summary: "Remove a webhook", ...guarded },
  request: { params },
  responses: answers({ 204: { description: "Removed, with what was to be sent" } }, 404),
});
const replace = createRoute({
  ...{ method: "post", path: "/webhooks/{id}/secret", summary: "Replace a webhook's secret", ...guarded },
  description: "For a day what is sent is signed with both.",
  request: { params },
  responses: answers({ 200: { description: "The new one", ...json(WebhookSecret) } }, 404),
});
const tryIt = createRoute({
  ...{ method: "post", path: "/webhooks/{id}/test", summary: "Send `webhook.test`", ...guarded },
  request: { params },
  responses: answers({ 202: { description: "It goes out now", ...json(Test) } }, 404),
});
const deliveries = createRoute({
  ...{ method: "get", path: "/webhooks/{id}/deliveries", summary: "What a webhook was told", ...guarded },
  description: "Of the last two weeks, the newest first, with its answers.",
  request: {
    params,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(LIMITS.page).default(20),
      before: z.coerce.number().int().min(1).optional().openapi({ description: "From `next`." }),
    }),
  },
  responses: answers({ 200: { description: "A page of them", ...json(Deliveries) } }, 404, 422),
});
const again = createRoute({
  ...{ method: "post", path: "/webhooks/{id}/deliveries/{delivery}/redeliver", ...guarded },
  summary: "Send one again, with the same id",
  request: { params: params.extend({ delivery: z.coerce.number().int().min(1) }) },
  responses: answers({ 202: { description: "It goes out now", ...json(Delivery) } }, 404, 422),
});

const webhooksOf = (env: ApiEnv["Bindings"]) => newsroomOf(env).webhooks();

/** The routes of webhooks. */
export function webhookRoutes(api: OpenAPIHono<ApiEnv>): void {
  const headers = cacheHeaders("api");

  api.openapi(list, async (c) => {
    using webhooks = await webhooksOf(c.env);
    return c.json({ webhooks: await webhooks.list() }, 200, headers);
  });

  api.openapi(add, async (c) => {
    const input = c.req.valid("json");
    const refused = refusedUrl(input.url, c.env);
    if (refused) return refused;
    using webhooks = await webhooksOf(c.env);
    const secret = newHookSecret();
    const outcome = await webhooks.add(input, secret, c.get("editor").id);
    return outcome.kind === "done"
      ? c.json({ ...outcome.webhook, secret, test: outcome.test }, 201, headers)
      : none(outcome);
  });

  api.openapi(read, async (c) => {
    using webhooks = await webhooksOf(c.env);
    const found = await webhooks.read(c.req.valid("param").id);
    return found ? c.json(found, 200, headers) : none();
  });

  api.openapi(change, async (c) => {
    const wishes = c.req.valid("json");
    const refused = wishes.url && refusedUrl(wishes.url, c.env);
    if (refused) return refused;
    using webhooks = await webhooksOf(c.env);
    const outcome = await webhooks.change(c.req.valid("param").id, wishes, c.get("editor").id);
    return outcome.kind === "done" ? c.json(outcome.webhook, 200, headers) : none(outcome);
  });

  api.openapi(remove, async (c) => {
    using webhooks = await webhooksOf(c.env);
    const removed = await webhooks.remove(c.req.valid("param").id, c.get("editor").id);
    return removed ? c.body(null, 204, headers) : none();
  });

  api.openapi(replace, async (c) => {
    using webhooks = await webhooksOf(c.env);
    const secret = newHookSecret();
    const outcome = await webhooks.replaceSecret(c.req.valid("param").id, secret, c.get("editor").id);
    return outcome.kind === "done" ? c.json({ ...outcome.webhook, secret }, 200, headers) : none(outcome);
  });

  api.openapi(tryIt, async (c) => {
    using webhooks = await webhooksOf(c.env);
    const outcome = await webhooks.test(c.req.valid("param").id);
    return outcome.kind === "done" ? c.json({ test: outcome.test }, 202, headers) : none(outcome);
  });

  api.openapi(deliveries, async (c) => {
    const { limit, before = Number.MAX_SAFE_INTEGER } = c.req.valid("query");
    const { id } = c.req.valid("param");
    using webhooks = await webhooksOf(c.env);
    if (!(await webhooks.read(id))) return none();
    const page = await webhooks.deliveries(id, before, limit + 1);
    const shown = page.slice(0, limit);
    const next = page.length > limit ? (shown.at(-1)?.id ?? null) : null;
    return c.json({ deliveries: shown.map(toDelivery), next }, 200, headers);
  });

  api.openapi(again, async (c) => {
    const { id, delivery } = c.req.valid("param");
    using webhooks = await webhooksOf(c.env);
    const found = await webhooks.redeliver(id, delivery);
    return found ? c.json(toDelivery(found), 202, headers) : none();
  });
}

const toDelivery = ({ payload, ...rest }: DeliveryView): z.infer<typeof Delivery> => ({
  ...rest,
  payload: JSON.parse(payload),
});

/** 422 for an address that may not be asked. */
function refusedUrl(url: string, env: ApiEnv["Bindings"]): Response | null {
  const { url: own, allowLocalFeeds: local } = settingsOf(env);
  const target = new URL(url);
  const why = refusal(target, { own, local });
  if (!why) return null;
  const errors = [{ pointer: "#/url", detail: why }];
  return problemResponse({ status: 422, detail: "Nothing can be sent to this address.", errors });
}

function none(outcome?: Exclude<HookOutcomeOf<object>, { kind: "done" }>): Response {
  return outcome?.kind === "too-many"
    ? problemResponse({ status: 409, detail: `There are ${LIMITS.webhooks} webhooks, which is the most.` })
    : problemResponse({ status: 404, detail: "There is no such webhook, or delivery." });
}
