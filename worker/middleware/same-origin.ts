import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { DomainError } from "#domain/errors.ts";
import type { AppEnv } from "../app-env.ts";
import { bearerToken, sendsSessionCookie } from "../credentials.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses state changes that another site made a browser send (sign-in included).
 * A bearer token is exempt: no other site can make a browser send one.
 */
export const sameOrigin = createMiddleware<AppEnv>(async (c, next) => {
  if (!safeMethods.has(c.req.method) && bearerToken(c) === null) assertSameOrigin(c);
  await next();
});

/**
 * Every browser sends `Origin` with POST and with a socket's upgrade; without it only a client that has no cookie
 * may go on.
 * @throws DomainError `wrong_origin`
 */
export function assertSameOrigin(c: Context<AppEnv>): void {
  const origin = c.req.header("origin");
  const own = [new URL(c.req.url).origin, new URL(c.var.ctx.appUrl).origin];
  const fine = origin === undefined ? !sendsSessionCookie(c) : own.includes(origin);
  const site = c.req.header("sec-fetch-site");
  if (!fine || site === "cross-site" || site === "same-site") {
    throw new DomainError("wrong_origin", { log: `origin ${origin ?? "missing"}, site ${site ?? "-"}` });
  }
}
