import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { auditEvents, outbox } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { newId } from "../ids.ts";
import type { Job } from "./jobs.ts";

/** What is written about a change: verb and noun, like `mentorship.accepted`. */
export interface AuditEntry {
  action: string;
  targetType: string;
  targetId: string;
  before?: unknown;
  /** Left out: the changed row itself, as JSON. Pass a value where the row holds what the trail needn't know. */
  after?: unknown;
  /** Who acted, where the change itself shows it: nobody is signed in before signing in. */
  actorId?: string;
}

interface Change {
  /**
   * A SELECT … FOR UPDATE that runs first, in the same transaction and round trip: a statement sees what was committed
   * before it began, so the change then sees all that was done by whoever held the lock before.
   */
  locked?: SQLWrapper;
  /** An INSERT or UPDATE … RETURNING with the expected state in its `where`. */
  change: SQLWrapper;
  /** Common table expressions before it, in order, for a change that touches further rows. */
  before?: { name: string; query: SQL }[];
  /** Further ones after it, which may read from `changed`. */
  after?: { name: string; query: SQL }[];
  audit: AuditEntry;
  jobs?: Job[];
}

/**
 * Commits a state change with its audit event and its outbox rows as one data-modifying statement:
 * one round trip over HTTP, and either all of it is written or nothing.
 * @returns false when no row had the expected state: a conflict, and nothing is written
 */
export async function commitChange(
  ctx: ReadContext,
  { locked, change, before = [], after = [], audit, jobs = [] }: Change,
): Promise<boolean> {
  // unauthorised: the verb that makes the change has asked
  const ctes = [
    ...before.map(({ name, query }) => sql`${sql.identifier(name)} as (${query})`),
    sql`changed as (${change.getSQL()})`,
    sql`audited as (${auditInsert(ctx, audit)})`,
    ...(jobs.length > 0 ? [sql`queued as (${outboxInsert(ctx, jobs)})`] : []),
    ...after.map(({ name, query }) => sql`${sql.identifier(name)} as (${query})`),
  ];
  const statement = ctx.db.execute(sql`with ${sql.join(ctes, sql`, `)} select 1 from changed`);
  const result = locked
    ? (await ctx.db.batch([ctx.db.execute(locked.getSQL()), statement]))[1]
    : await statement;
  if (result.rows.length === 0) return false;
  if (jobs.length > 0) ctx.outboxAppended();
  return true;
}

const whenChanged = sql`where exists (select 1 from changed)`;

/** The audit event, for statements that can't use `commitChange`. `condition` defaults to "the change happened". */
export function auditInsert(ctx: ReadContext, entry: AuditEntry, condition: SQL = whenChanged): SQL {
  const { actor } = ctx;
  const known = actor.kind === "user" ? actor.id : actor.kind === "system" ? actor.job : null;
  const actorId = entry.actorId ?? known;
  const actorKind = entry.actorId ? "user" : actor.kind;
  const json = (value: unknown) =>
    value === undefined ? sql`null::jsonb` : sql`${JSON.stringify(value)}::jsonb`;
  const after =
    entry.after === undefined ? sql`(select to_jsonb(c) from changed c limit 1)` : json(entry.after);
  return sql`insert into ${auditEvents} (id, actor_kind, actor_id, action, target_type, target_id, before, after, ip, user_agent, request_id, at)
    select ${newId()}, ${actorKind}, ${actorId}, ${entry.action}, ${entry.targetType}, ${entry.targetId}, ${json(entry.before)}, ${after}, ${ctx.ip}, ${ctx.userAgent}, ${ctx.requestId}, ${ctx.now().toISOString()}::timestamptz ${condition}`;
}

/** The outbox rows, for statements that can't use `commitChange`; call `ctx.outboxAppended()` after the commit. */
export function outboxInsert(ctx: ReadContext, jobs: Job[], condition: SQL = whenChanged): SQL {
  const rows = jobs.map(
    (job) => sql`(${newId()}::uuid, ${job.kind}, ${JSON.stringify(job)}::jsonb, ${ctx.requestId})`,
  );
  return sql`insert into ${outbox} (id, kind, payload, request_id) select * from (values ${sql.join(rows, sql`, `)}) as v ${condition}`;
}
