import { sql } from "drizzle-orm";
import { auditDenials } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";

/** Longer than any id of ours; an index row holds no more than 2,704 bytes. */
const MAX_TARGET_LENGTH = 100;

/**
 * Counts a refusal. It is a write of its own after the refusal, so a failure here is logged and changes nothing.
 * @param targetId as it was asked for: it may be anything
 */
export async function recordDenial(ctx: ReadContext, action: string, targetId: string): Promise<void> {
  const minute = new Date(Math.floor(ctx.now().getTime() / 60_000) * 60_000);
  const actorId = ctx.actor.kind === "user" ? ctx.actor.id : `anonymous:${ctx.ip ?? "unknown"}`;
  try {
    // unauthorised: it is what a refusal writes
    await ctx.db
      .insert(auditDenials)
      .values({ actorId, action, targetId: storable(targetId), minute, requestId: ctx.requestId, ip: ctx.ip })
      .onConflictDoUpdate({
        target: [auditDenials.actorId, auditDenials.action, auditDenials.targetId, auditDenials.minute],
        set: { count: sql`${auditDenials.count} + 1` },
      });
  } catch (error) {
    ctx.log.error("denial not recorded", error, { action });
  }
}

/** Postgres keeps neither NUL nor half a surrogate pair. */
const storable = (targetId: string): string =>
  targetId.slice(0, MAX_TARGET_LENGTH).replace(/\0|\p{Surrogate}/gu, "\ufffd");
