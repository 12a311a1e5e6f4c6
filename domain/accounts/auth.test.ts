import { APIError } from "better-auth/api";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { sessions, users } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { testContext } from "#testing/context.ts";
import { authHeaders, toRefusal } from "./auth.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";

it("says better-auth's refusals in the product's words, and takes one it doesn't know as ours", () => {
  const refusal = (code: string) => toRefusal(APIError.from("BAD_REQUEST", { code, message: "words" }));
  expect(refusal("TOKEN_EXPIRED")).toMatchObject({ code: "token_expired" });
  expect(refusal("SOMETHING_NEW")).toMatchObject({ code: "internal", message: "better-auth: SOMETHING_NEW" });
  expect(toRefusal(new APIError("BAD_REQUEST"))).toMatchObject({ code: "internal" });
});

it("leaves an error that is no refusal as it came", () => {
  const error = new Error("the database is away");
  expect(toRefusal(error)).toBe(error);
});

it("hands on the address and the browser, and nothing where they are not known", () => {
  expect([...authHeaders(testContext({ ip: "192.0.2.7", userAgent: "browser" }))]).toEqual([
    ["cf-connecting-ip", "192.0.2.7"],
    ["user-agent", "browser"],
  ]);
  expect([...authHeaders(testContext({ ip: null, userAgent: null }))]).toEqual([]);
});

it("writes the address of the sign-in into the session", async () => {
  const ctx = testContext({ ip: "198.51.100.7", userAgent: null });
  const credentials = { email: `${newId()}@people.example`, password: "a sentence works well" };
  const { userId } = await signUp(ctx, { name: "Ada", ...credentials });
  await ctx.db.update(users).set({ emailVerified: true }).where(eq(users.id, userId));
  await signIn(ctx, credentials);
  const rows = await ctx.db.select().from(sessions).where(eq(sessions.userId, userId));
  expect(rows).toMatchObject([{ ipAddress: "198.51.100.7" }]);
});

it("works where no address is known", async () => {
  const ctx = testContext({ ip: null, userAgent: null });
  const refused = signIn(ctx, { email: `${newId()}@people.example`, password: "guess" });
  await expect(refused).rejects.toMatchObject({ code: "wrong_credentials" });
  await ctx.settled();
});

it("lets a failure of the database through as what it is, and signs nobody in", async () => {
  const ctx = testContext({ ip: `2001:db8::${newId()}` });
  const credentials = { email: `${newId()}@people.example`, password: "a sentence works well" };
  const { userId } = await signUp(ctx, { name: "Ada", ...credentials });
  await ctx.db.update(users).set({ emailVerified: true }).where(eq(users.id, userId));
  const away = Object.assign(new Error("terminating connection"), { code: "57P01" });
  const db = new Proxy(ctx.db, {
    get(target, key) {
      const member = Reflect.get(target, key);
      if (key === "execute") throw away;
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  const cut = testContext({ ip: ctx.ip, db });
  await expect(signIn(cut, credentials)).rejects.toBe(away);
  expect(await ctx.db.select().from(sessions).where(eq(sessions.userId, userId))).toEqual([]);
});
