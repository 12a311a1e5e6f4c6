import { SELF } from "cloudflare:test";
import type { Queryable } from "#db/connect-postgres.ts";
import { makeSession } from "./factories.ts";

export interface ApiCall {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Calls `/api/v1…` of the running Worker. A `body` that is a string is sent as it stands. */
export async function callApi(method: string, path: string, { token, body, headers = {} }: ApiCall = {}) {
  const response = await SELF.fetch(`http://atas.test/api/v1${path}`, {
    method,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null };
}

/** A bearer token of that person. */
export const tokenOf = async (db: Queryable, person: { id: string }): Promise<string> =>
  (await makeSession(db, person.id)).token;
