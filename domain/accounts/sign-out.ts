import { and, eq } from "drizzle-orm";
import { sessions } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { authorizeUser } from "../permissions.ts";
import { endedSessionCookie } from "./session-cookie.ts";

/**
 * Ends the session of this request; others of the same person go on. Sockets and
 * streams that it opened end within seconds. Ending it twice is fine.
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
    audit: { action: "session.ended", targetType: "user", targetId: userId, after: {} },
    jobs: [{ kind: "live.end-session", userId }],
  });
  return { setCookie: [endedSessionCookie(ctx.appUrl)] };
}
