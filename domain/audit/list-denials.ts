import { and, asc, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { auditDenials, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { countUpTo, lastPage, pageSize } from "../paging.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { type AuditFilter, auditFilterSchema } from "./schema.ts";

export interface DenialView {
  /** A user's id, or `anonymous:` with the address. */
  actorId: string;
  actorName: string | null;
  action: string;
  targetId: string;
  /** The minute in which it was refused `count` times. */
  minute: Date;
  count: number;
  requestId: string;
  ip: string | null;
}

/**
 * Refusals, newest first, 25 a page.
 * @returns `total` counts up to 10,000, beyond which nobody pages
 */
export async function listDenials(
  ctx: ReadContext,
  input: AuditFilter,
): Promise<{ denials: DenialView[]; total: number; page: number; pages: number }> {
  authorize(ctx, "read:audit:any");
  const filter = parseInput(auditFilterSchema, input);
  const where = matching(filter);
  const { actorId, action, targetId, minute, count, requestId, ip } = auditDenials;
  const [denials, [counted]] = await ctx.db.batch([
    ctx.db
      .select({ actorId, action, targetId, minute, count, requestId, ip, actorName: users.name })
      .from(auditDenials)
      .leftJoin(
        users,
        sql`case when ${actorId} not like 'anonymous:%' then ${actorId}::uuid end = ${users.id}`,
      )
      .where(where)
      .orderBy(desc(minute), asc(actorId), asc(action), asc(targetId))
      .limit(pageSize)
      .offset((filter.page - 1) * pageSize),
    countUpTo(ctx.db, auditDenials, where),
  ]);
  const total = counted?.total ?? 0;
  return { denials, total, page: filter.page, pages: lastPage(total) };
}

function matching(filter: AuditFilter): SQL | undefined {
  return and(
    filter.actorId ? eq(auditDenials.actorId, filter.actorId) : undefined,
    filter.action ? eq(auditDenials.action, filter.action) : undefined,
    filter.targetId ? eq(auditDenials.targetId, filter.targetId) : undefined,
    filter.from ? gte(auditDenials.minute, new Date(filter.from)) : undefined,
    filter.to ? lt(auditDenials.minute, new Date(filter.to)) : undefined,
  );
}
