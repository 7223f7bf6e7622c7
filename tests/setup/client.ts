import { inject } from "vitest";
import { TOKEN } from "./servers.ts";

/** A request to the scratch server's API, as the operator unless told otherwise. */
export function api(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return apiOf(inject("scratch"), method, path, body, headers);
}

/** A request to a server's API, as the operator unless told otherwise; answered when readers have all of it. */
export function apiOf(
  server: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${server}/api/${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      ...(method !== "GET" && { Prefer: "wait=5" }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

/** What POST answers with, as far as tests use it. */
export interface Saved {
  id: string;
  slug: string;
  url: string;
  revision: number;
  etag: string;
  [field: string]: unknown;
}

/** For writes whose documents nobody reads: the answer need not wait for KV. */
export const AT_ONCE = { Prefer: "wait=0" };

/** Publishes an article; fails the test unless that is answered with 201. */
export async function publish(fields: object, headers: Record<string, string> = {}): Promise<Saved> {
  const response = await api("POST", "articles", fields, headers);
  const text = await response.text();
  if (response.status !== 201) throw new Error(`${response.status} ${text}`);
  return { ...JSON.parse(text), etag: response.headers.get("etag") };
}

/** A label that no other test uses. */
export function uniqueTag(name: string): string {
  return `${name} ${crypto.randomUUID().slice(0, 8)}`;
}

/** The address of a visitor who has not been here before. */
export function anybody(): string {
  return `192.0.2.${crypto.randomUUID()}`;
}
