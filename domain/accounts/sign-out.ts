import { and, eq, sql } from "drizzle-orm";
import { pushSubscriptions, sessions } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { authorizeUser } from "../permissions.ts";
import { endedSessionCookie } from "./session-cookie.ts";

/**
 * Ends the session of this request; others of the same person go on. Sockets and
 * streams that it opened end within seconds, and its browser shows no more notifications. Ending it twice is fine.
 * @throws DomainError `not_signed_in`
 */
export async function signOut(ctx: ReadContext): Promise<{ setCookie: string[] }> {
  const userId = authorizeUser(ctx, "sign-out:session:own");
  const sessionId = ctx.actor.kind === "user" ? ctx.actor.sessionId : "";
  await commitChange(ctx, {
    change: ctx.db
      .delete(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
      .returning({ id: sessions.id }),
    after: [
      {
        name: "silenced",
        query: sql`delete from ${pushSubscriptions} where session_id in (select id from changed)`,
      },
    ],
    audit: { action: "session.ended", targetType: "user", targetId: userId, after: {} },
    jobs: [{ kind: "live.end-session", userId }],
  });
  return { setCookie: [endedSessionCookie(ctx.appUrl)] };
}
