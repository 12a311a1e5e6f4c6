import type { Context } from "hono";
import { getCookie, getSignedCookie } from "hono/cookie";
import { sessionCookieName } from "#domain/accounts/session-cookie.ts";
import type { AppEnv } from "./app-env.ts";
import type { Credentials } from "./context.ts";

/** The session token of `Authorization: Bearer …`, which wins, or of the signed cookie. A forged cookie is none. */
export async function readCredentials(c: Context<AppEnv>): Promise<Credentials> {
  const bearer = bearerToken(c);
  if (bearer !== null) return { kind: "bearer", token: bearer };
  const { appUrl, authSecret } = c.var.ctx;
  const token = await getSignedCookie(c, authSecret, sessionCookieName(appUrl));
  return token ? { kind: "cookie", token } : null;
}

export const bearerToken = (c: Context<AppEnv>): string | null =>
  /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? null;

/** Whether a cookie is what says who acts, so that another site could make the browser send it. */
export const sendsSessionCookie = (c: Context<AppEnv>): boolean =>
  getCookie(c, sessionCookieName(c.var.ctx.appUrl)) !== undefined;
