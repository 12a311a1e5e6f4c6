import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { outbox, users } from "#db/tables/index.ts";
import { signIn } from "#domain/accounts/sign-in.ts";
import { signUp } from "#domain/accounts/sign-up.ts";
import { DomainError } from "#domain/errors.ts";
import { newId } from "#domain/ids.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeOutboxRow, makeSession, makeUser } from "#testing/factories.ts";
import { makeApp } from "./app.ts";

const origin = "http://atas.test";

/** Pages that say who looks at them, or break in the way their address says. */
const app = makeApp({
  async renderPage(request, { ctx, onFailure }) {
    const path = new URL(request.url).pathname;
    if (path === "/refused") throw new DomainError("not_allowed", { log: "secret detail" });
    if (path === "/broken") throw new TypeError("secret of the code");
    if (path === "/half") onFailure(new DomainError("conflict"));
    if (path === "/limited") {
      await ctx.limit(newId(), { limit: 5, periodMs: 60_000 });
      await ctx.limit(newId(), { limit: 2, periodMs: 60_000 });
    }
    if (path === "/markup") throw new DomainError("conflict", { message: `<b>"A" & B</b>` });
    if (path === "/changed") ctx.outboxAppended();
    if (path === "/immutable") return immutableAnswer();
    return Response.json(ctx.actor);
  },
});

/** A redirect is made with headers that can't be changed, as is an answer that came by fetch. */
const immutableAnswer = () => Response.redirect("http://atas.test/elsewhere", 302);

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => vi.restoreAllMocks());

interface Visit extends RequestInit {
  env?: Partial<Env> | Record<string, string>;
}

async function visit(path: string, { env: overrides = {}, ...init }: Visit = {}) {
  const execution = createExecutionContext();
  const response = await app.fetch(new Request(origin + path, init), { ...env, ...overrides }, execution);
  const text = await response.text();
  await waitOnExecutionContext(execution);
  return { response, text, status: response.status, headers: response.headers, json: () => JSON.parse(text) };
}

const lineSchema = z.record(z.string(), z.unknown());
const logged = (message: string) =>
  lines.map((line) => lineSchema.parse(JSON.parse(line))).filter((line) => line.message === message);

async function signedIn() {
  const { db } = testContext();
  const person = await makeMentee(db);
  const { token } = await makeSession(db, person.id);
  return { person, token, bearer: { authorization: `Bearer ${token}` } };
}

/** What better-auth's cookie of that session is: the token, a dot, its HMAC-SHA-256 in base64. */
async function cookieOf(token: string, secret = env.AUTH_SECRET): Promise<string> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encode(secret), algorithm, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, encode(token)));
  return `atas.session_token=${encodeURIComponent(`${token}.${btoa(String.fromCharCode(...signature))}`)}`;
}

it("knows a person by the bearer token and by the cookie, in one round trip", async () => {
  const { person, token, bearer } = await signedIn();
  const byToken = await visit("/", { headers: bearer });
  expect(byToken.json()).toMatchObject({ kind: "user", id: person.id });
  expect(byToken.headers.get("server-timing")).toContain('db;desc="1 round trips"');
  const byCookie = await visit("/", { headers: { cookie: await cookieOf(token) } });
  expect(byCookie.json()).toMatchObject({ kind: "user", id: person.id });
});

it("knows a person by the cookie that signing in sets", async () => {
  const { db } = testContext();
  const ctx = testContext({ ip: `2001:db8::${newId()}` });
  const credentials = { email: `${newId()}@people.example`, password: "a sentence works well" };
  const { userId } = await signUp(ctx, { name: "Ada", ...credentials });
  await db.update(users).set({ emailVerified: true }).where(eq(users.id, userId));
  const { setCookie } = await signIn(ctx, credentials);
  const answer = await visit("/", { headers: { cookie: setCookie[0]!.split(";")[0]! } });
  expect(answer.json()).toMatchObject({ kind: "user", id: userId });
});

it("takes a cookie that is forged, expired or rubbish for none, and asks nobody about a forged one", async () => {
  const { token } = await signedIn();
  const forged = await visit("/", { headers: { cookie: await cookieOf(token, "another secret") } });
  expect(forged.json()).toEqual({ kind: "anonymous" });
  expect(forged.headers.get("server-timing")).toContain('db;desc="0 round trips"');
  const { db } = testContext();
  const past = new Date(Date.now() - 1_000);
  const expired = await makeSession(db, (await makeUser(db)).id, { expiresAt: past });
  expect((await visit("/", { headers: { cookie: await cookieOf(expired.token) } })).json()).toEqual({
    kind: "anonymous",
  });
  expect((await visit("/", { headers: { cookie: "atas.session_token=%%%; x" } })).json()).toEqual({
    kind: "anonymous",
  });
});

it("refuses a bearer token that is unknown or has expired", async () => {
  const { db } = testContext();
  const past = new Date(Date.now() - 1_000);
  const { token } = await makeSession(db, (await makeUser(db)).id, { expiresAt: past });
  for (const bad of [token, "nonsense"]) {
    const answer = await visit("/", { headers: { authorization: `Bearer ${bad}` } });
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ code: "not_signed_in" });
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  }
});

it("takes a state change from its own pages only", async () => {
  const { token, bearer } = await signedIn();
  const cookie = await cookieOf(token);
  const post = async (headers: Record<string, string>) =>
    (await visit("/", { method: "POST", headers })).status;
  expect(await post({ cookie, origin })).toBe(200);
  expect(await post({ cookie, origin, "sec-fetch-site": "same-origin" })).toBe(200);
  expect(await post({ cookie, origin: "https://evil.example" })).toBe(403);
  expect(await post({ cookie, origin: "null" })).toBe(403);
  expect(await post({ cookie })).toBe(403);
  expect(await post({ cookie, origin, "sec-fetch-site": "cross-site" })).toBe(403);
  expect(await post({ cookie, origin, "sec-fetch-site": "same-site" })).toBe(403);
  // Signing somebody in from elsewhere is an attack too, though no cookie is there yet.
  expect(await post({ origin: "https://evil.example" })).toBe(403);
  expect(await post({})).toBe(200);
  expect(await post({ ...bearer, origin: "https://app.example" })).toBe(200);
  const { json } = await visit("/", {
    method: "DELETE",
    headers: { cookie, origin: "https://evil.example" },
  });
  expect(json()).toMatchObject({ code: "wrong_origin", status: 403 });
});

it("reads from anywhere", async () => {
  expect((await visit("/", { headers: { origin: "https://elsewhere.example" } })).status).toBe(200);
});

it("refuses a megabyte, whether its length is told or not", async () => {
  const big = "x".repeat(1_000_000);
  const told = await visit("/", {
    method: "POST",
    body: big,
    headers: { "content-length": String(big.length) },
  });
  expect([told.status, told.json().code]).toEqual([413, "too_large"]);
  const stream = new Blob([big]).stream();
  const untold = await visit("/", { method: "POST", body: stream });
  expect([untold.status, untold.json().code]).toEqual([413, "too_large"]);
  expect((await visit("/", { method: "POST", body: "x".repeat(100_000) })).status).toBe(200);
});

it("answers every request with its id: the caller's when it is sane, else a new one", async () => {
  const id = "caller-0123:abc.DEF";
  expect((await visit("/", { headers: { "x-request-id": id } })).headers.get("x-request-id")).toBe(id);
  for (const bad of ["short", 'quote"quote"quote', "x".repeat(101)]) {
    const given = (await visit("/", { headers: { "x-request-id": bad } })).headers.get("x-request-id");
    expect(z.uuid().safeParse(given).success).toBe(true);
  }
});

it("writes one line a request, in ECS field names, without secrets", async () => {
  const { person, token } = await signedIn();
  const cookie = await cookieOf(token);
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  await visit("/mentors?q=private+need&token=secret", {
    headers: { cookie, "x-request-id": "request-12345", traceparent: `00-${trace}-00f067aa0ba902b7-01` },
  });
  expect(logged("request")).toEqual([
    {
      "@timestamp": expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      "log.level": "info",
      message: "request",
      "service.name": "atas",
      "http.request.id": "request-12345",
      "trace.id": trace,
      "event.kind": "event",
      "url.path": "/mentors",
      "http.request.method": "GET",
      "http.response.status_code": 200,
      "event.duration": expect.any(Number),
      "labels.db_round_trips": 1,
      "user.id": person.id,
    },
  ]);
  for (const secret of [token, person.email, person.name, "private", "secret"]) {
    expect(lines.join()).not.toContain(secret);
  }
});

it("begins a trace where none, or a broken one, was given", async () => {
  await visit("/");
  await visit("/", { headers: { traceparent: `00-${"0".repeat(32)}-00f067aa0ba902b7-01` } });
  const traces = logged("request").map((line) => String(line["trace.id"]));
  expect(new Set(traces).size).toBe(2);
  for (const trace of traces) expect(trace).toMatch(/^[0-9a-f]{32}$/);
  expect(traces).not.toContain("0".repeat(32));
});

it("says a refusal as problem details, and as a page to a browser", async () => {
  const asJson = await visit("/refused");
  expect(asJson.headers.get("content-type")).toBe("application/problem+json");
  expect(asJson.json()).toMatchObject({ code: "not_allowed", requestId: asJson.headers.get("x-request-id") });
  const asPage = await visit("/refused", { headers: { accept: "text/html,*/*" } });
  expect([asPage.status, asPage.headers.get("content-type")]).toEqual([403, "text/html; charset=utf-8"]);
  expect(asPage.text).toContain("Your account may not do this.");
  expect(asJson.text + asPage.text).not.toContain("secret detail");
  expect(logged("request").map((line) => line["error.code"])).toEqual(["not_allowed", "not_allowed"]);
  expect(logged("request failed")).toEqual([]);
});

it("writes markup in a message out as text", async () => {
  const { text } = await visit("/markup", { headers: { accept: "text/html" } });
  expect(text).toContain("&#60;b&#62;&#34;A&#34; &#38; B&#60;/b&#62;");
});

it("sends what a change owes after the answer", async () => {
  const { db } = testContext();
  const requestId = newId();
  const row = await makeOutboxRow(db, { requestId });
  expect((await visit("/changed", { headers: { "x-request-id": requestId } })).status).toBe(200);
  const [sent] = await db.select().from(outbox).where(eq(outbox.id, row.id));
  expect(sent?.sentAt).not.toBeNull();
});

it("says 503 at /health without Postgres, and not why", async () => {
  const answer = await visit("/health", {
    env: { DATABASE_URL: "postgres://user:hunter2@127.0.0.1:9/atas" },
  });
  expect([answer.status, answer.json().status]).toEqual([503, "down"]);
  expect(answer.text + lines.join()).not.toContain("hunter2");
});

it("keeps a stack to the log", async () => {
  const answer = await visit("/broken");
  expect([answer.status, answer.json().code]).toEqual([500, "internal"]);
  expect(answer.text).not.toContain("secret of the code");
  expect(answer.text).not.toContain(".ts");
  const [line] = logged("request failed");
  expect(line).toMatchObject({ "error.type": "TypeError", "error.message": "secret of the code" });
  expect(line?.["error.stack_trace"]).toContain("at ");
});

it("notes what a page's own boundary showed", async () => {
  expect((await visit("/half")).status).toBe(200);
  expect(logged("request")).toMatchObject([{ "error.code": "conflict" }]);
});

it("answers 503 and when to try again while Postgres is away, and still serves what doesn't need it", async () => {
  const { bearer } = await signedIn();
  const away = { DATABASE_URL: "postgres://user:hunter2@127.0.0.1:9/atas" };
  const answer = await visit("/", { env: away, headers: bearer });
  expect([answer.status, answer.json().code]).toEqual([503, "unavailable"]);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(answer.text).not.toMatch(/hunter2|at .*\.ts|ECONN|fetch failed/);
  expect(logged("request")).toMatchObject([
    { "error.code": "unavailable", "http.response.status_code": 503 },
  ]);
  expect(lines.join()).not.toContain("hunter2");
  expect((await visit("/", { env: away })).status).toBe(200);
});

it("names every setting that is missing or malformed, and none of their values", async () => {
  const broken = { DATABASE_URL: "mysql://user:hunter2@host/db", AUTH_SECRET: "" };
  const answer = await visit("/", { env: broken });
  expect(answer.status).toBe(503);
  expect(answer.text).toContain("DATABASE_URL: must start with postgres://");
  expect(answer.text).toContain("AUTH_SECRET");
  expect(answer.text).not.toContain("hunter2");
  expect(lines.join()).toContain("AUTH_SECRET");
});

it("tells browsers what they must keep to, with a nonce of this answer alone", async () => {
  const [one, two] = [await visit("/"), await visit("/")];
  const policy = one.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/script-src 'self' 'nonce-[0-9a-f]{32}'/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-inline");
  expect(policy).not.toBe(two.headers.get("content-security-policy"));
  expect(one.headers.get("x-content-type-options")).toBe("nosniff");
  expect(one.headers.get("cache-control")).toBe("private, no-cache");
});

it("puts them on an answer whose headers can't be changed", async () => {
  const answer = await visit("/immutable");
  expect([answer.status, answer.headers.get("location")]).toEqual([302, "http://atas.test/elsewhere"]);
  expect(answer.headers.get("x-frame-options")).toBe("DENY");
  expect(answer.headers.get("x-request-id")).not.toBeNull();
});

it("says how many tries the tightest limit leaves", async () => {
  const { headers } = await visit("/limited");
  expect([headers.get("ratelimit-limit"), headers.get("ratelimit-remaining")]).toEqual(["2", "1"]);
  expect(Number(headers.get("ratelimit-reset"))).toBe(30);
});

it("knows no such route of the API", async () => {
  const answer = await visit("/api/nowhere", { headers: { accept: "text/html" } });
  expect([answer.status, answer.json().code]).toEqual([404, "not_found"]);
});

it("shows the way to the mailbox on a laptop alone", async () => {
  const local = { MAILBOX_URL: "http://127.0.0.1:1234/" };
  expect((await visit("/dev/mailbox", { env: local })).headers.get("location")).toBe(local.MAILBOX_URL);
  const production = { ...local, ENVIRONMENT: "production" };
  expect((await visit("/dev/mailbox", { env: production })).status).toBe(404);
});
