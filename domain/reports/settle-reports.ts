import { type SQL, sql } from "drizzle-orm";
import { outbox, reports } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import type { JobKind } from "../outbox/jobs.ts";

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

/**
 * Each of those reporters is to hear of it: the part of the same statement that owes the jobs, since only there it is
 * known which reports were open. A report's id is its job's too, as it is decided once; `settled` names the part before.
 */
export const oweReporters = (ctx: Pick<ReadContext, "requestId">, settled: "changed" | "settled"): SQL =>
  sql`insert into ${outbox} (id, kind, payload, request_id)
    select id, ${job}, jsonb_build_object('kind', ${job}, 'reportId', id), ${ctx.requestId}
    from ${sql.identifier(settled)}`;

const job = sql.raw(`'${"live.notify-report" satisfies JobKind}'`);
