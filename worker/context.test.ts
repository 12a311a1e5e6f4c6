import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { signUp } from "#domain/accounts/sign-up.ts";
import { toDomainError } from "#domain/errors.ts";
import { newId } from "#domain/ids.ts";
import { assembleContext } from "./context.ts";

const parts = () => ({
  actor: { kind: "anonymous" as const },
  requestId: newId(),
  traceId: "0".repeat(32),
  ip: `2001:db8::${newId()}`,
  userAgent: null,
  waitUntil: () => {},
});

const away = { ...env, DATABASE_URL: "postgres://user:hunter2@127.0.0.1:9/atas" };

it("counts the round trips of single queries, batches and transactions", async () => {
  const { ctx, roundTrips } = assembleContext(env, parts());
  await ctx.db.execute(sql`select 1`);
  expect(roundTrips()).toBe(1);
  await ctx.db.batch([ctx.db.execute(sql`select 1`), ctx.db.execute(sql`select 2`)]);
  expect(roundTrips()).toBe(2);
  await ctx.transaction(async (tx) => void (await tx.execute(sql`select 1`)));
  // begin, select, commit
  expect(roundTrips()).toBe(5);
});

it("takes a database that is away for unavailable, over HTTP and over the socket", async () => {
  const { ctx } = assembleContext(away, parts());
  const overHttp = await ctx.db.execute(sql`select 1`).catch((error: unknown) => error);
  const overSocket = await signUp(ctx, {
    name: "Ada",
    email: `${newId()}@people.example`,
    password: "a sentence works well",
  }).catch((error: unknown) => error);
  for (const error of [overHttp, overSocket]) {
    expect(toDomainError(error)).toMatchObject({ code: "unavailable", retryAfterSeconds: 5 });
  }
});

it("lets a job say what time it is, and cuts the slash from the product's address", () => {
  const now = () => new Date("2026-01-01T00:00:00Z");
  const { ctx } = assembleContext({ ...env, APP_URL: "http://atas.test/" as never }, { ...parts(), now });
  expect(ctx.now()).toEqual(now());
  expect(ctx.appUrl).toBe("http://atas.test");
  expect(assembleContext(env, parts()).ctx.now().getTime()).toBeGreaterThan(now().getTime());
});
