import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import { NO_CONTEXT, replaced } from "./bindings.ts";
import { SITE } from "./newsroom.ts";

// What nobody but its owner may see is in no log and in no answer, whatever goes wrong.

const METHODS = ["log", "info", "warn", "error", "debug"] as const;
const real = { ...console };
let said = "";

beforeEach(() => {
  said = "";
  for (const method of METHODS) {
    console[method] = (...values: unknown[]) => {
      said += values.map((value) =>
        value instanceof Error ? `${value.stack} ${value.cause}` : JSON.stringify(value),
      );
    };
  }
});
afterEach(() => {
  Object.assign(console, real);
});

const OPERATOR = "operator-token";
const broken = () => {
  throw Object.assign(new Error("out of reach"), { retryable: true });
};
const SICK = {
  ...env,
  DOCUMENTS: replaced(env.DOCUMENTS, { getWithMetadata: broken, put: broken }),
  NEWSROOM: replaced(env.NEWSROOM, { get: broken }),
  API_LIMIT: { limit: broken },
};

it("says no token, key or address in a log or an answer", async () => {
  const made = await exports.default.fetch(
    new Request(`${SITE}/api/tokens`, {
      method: "POST",
      headers: { Authorization: `Bearer ${OPERATOR}`, "Content-Type": "application/json" },
      body: JSON.stringify({ name: "a reader", scopes: ["read"] }),
    }),
  );
  const { token } = (await made.json()) as { token: string };
  const secrets = [OPERATOR, token, "dl_unknown-token", "one-time-key", "203.0.113.9"];
  let answers = "";
  for (const bindings of [env, SICK, { ...SICK, API_LIMIT: env.API_LIMIT }]) {
    for (const secret of [OPERATOR, token, "dl_unknown-token", "not a token: one-time-key"]) {
      for (const [method, path, body] of [
        ["GET", "/api/status", undefined],
        ["GET", "/api/tokens", undefined],
        ["POST", "/api/articles", "{"],
        ["POST", "/api/articles", JSON.stringify({ title: "", colour: "red" })],
        ["DELETE", "/api/articles/none", undefined],
        ["GET", "/articles/none", undefined],
        ["GET", "/comments/none/one-time-key", undefined],
      ] as const) {
        const headers = {
          ...{ Authorization: `Bearer ${secret}`, "Content-Type": "application/json" },
          ...{ "Idempotency-Key": "one-time-key", "CF-Connecting-IP": "203.0.113.9" },
        };
        const request = new Request(SITE + path, { method, headers, body: body ?? null });
        const answer = await app.fetch(request, bindings, NO_CONTEXT);
        expect(answer.status).toBeGreaterThanOrEqual(200);
        answers += JSON.stringify([...answer.headers]) + (await answer.text());
      }
    }
  }
  expect(said).toContain("out of reach"); // what failed was logged
  for (const secret of secrets) {
    expect(said).not.toContain(secret);
    expect(answers).not.toContain(secret);
  }
});
