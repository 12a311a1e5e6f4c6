import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { auditEvents, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { countUpTo, lastPage, pageSize } from "../paging.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { type AuditFilter, auditFilterSchema } from "./schema.ts";

export interface AuditEventView {
  id: string;
  at: Date;
  actorKind: "user" | "anonymous" | "system";
  actorId: string | null;
  /** Of today; null for strangers and jobs. */
  actorName: string | null;
  action: string;
  targetType: string;
  targetId: string;
  before: unknown;
  after: unknown;
  ip: string | null;
  userAgent: string | null;
  requestId: string;
}

/**
 * Changes that were made, newest first, 25 a page.
 * @returns `total` counts up to 10,000, beyond which nobody pages
 */
export async function listAuditEvents(
  ctx: ReadContext,
  input: AuditFilter,
): Promise<{ events: AuditEventView[]; total: number; page: number; pages: number }> {
  authorize(ctx, "read:audit:any");
  const filter = parseInput(auditFilterSchema, input);
  const where = matching(filter);
  const {
    id,
    at,
    actorKind,
    actorId,
    action,
    targetType,
    targetId,
    before,
    after,
    ip,
    userAgent,
    requestId,
  } = auditEvents;
  const columns = {
    id,
    at,
    actorKind,
    actorId,
    action,
    targetType,
    targetId,
    before,
    after,
    ip,
    userAgent,
    requestId,
  };
  const [events, [counted]] = await ctx.db.batch([
    ctx.db
      .select({ ...columns, actorName: users.name })
      .from(auditEvents)
      .leftJoin(users, sql`case when ${actorKind} = 'user' then ${actorId}::uuid end = ${users.id}`)
      .where(where)
      .orderBy(desc(at), desc(id))
      .limit(pageSize)
      .offset((filter.page - 1) * pageSize),
    countUpTo(ctx.db, auditEvents, where),
  ]);
  const total = counted?.total ?? 0;
  return { events, total, page: filter.page, pages: lastPage(total) };
}

function matching(filter: AuditFilter): SQL | undefined {
  return and(
    filter.actorId ? eq(auditEvents.actorId, filter.actorId) : undefined,
    filter.action ? eq(auditEvents.action, filter.action) : undefined,
    filter.targetId ? eq(auditEvents.targetId, filter.targetId) : undefined,
    filter.from ? gte(auditEvents.at, new Date(filter.from)) : undefined,
    filter.to ? lt(auditEvents.at, new Date(filter.to)) : undefined,
  );
}
