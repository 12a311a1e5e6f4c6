import { type SQL, sql } from "drizzle-orm";
import { reports } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";

/**
 * All open reports of a message, as decided by its removal: the part of a statement that removes it. Where its author
 * is the moderator who removes it they stay open, with what it said: nobody decides on their own.
 * Returns the reports' ids.
 */
export const settleReports = (
  ctx: Pick<ReadContext, "now">,
  { roomId, messageId, userId }: { roomId: string; messageId: string; userId: string },
): SQL =>
  // unauthorised: the verb that removes the message has asked
  // unaudited: that verb's event is the trail of it
  sql`update ${reports} as r
    set said_then = null, decision = 'removed', decided_by = ${userId}::uuid, decided_at = ${ctx.now().toISOString()}::timestamptz
    where r.room_id = ${roomId}::uuid and r.message_id = ${messageId}::uuid and r.decision is null
      and r.author_id <> ${userId}::uuid
    returning r.id`;
