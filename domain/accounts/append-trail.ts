import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/connect-postgres.ts";
import type { ReadContext } from "../context.ts";
import { auditInsert, outboxInsert } from "../outbox/commit-change.ts";
import type { Job } from "../outbox/jobs.ts";

interface Trail {
  action: string;
  userId: string;
  /** Left out where who acted isn't known: asking for a letter proves nothing. */
  by?: "the-user";
  before?: object;
  after?: object;
  jobs?: Job[];
  /** A further change of the same transaction, so that it costs no round trip of its own. */
  also?: SQL;
}

/** Appends the audit event and the owed jobs to what better-auth wrote in this transaction, in one round trip. */
export async function appendTrail(ctx: ReadContext, tx: Transaction, trail: Trail): Promise<void> {
  const { action, userId, by, before, after = {}, jobs = [], also } = trail;
  const target = { targetType: "user", targetId: userId, ...(by && { actorId: userId }) };
  const parts = [
    sql`audited as (${auditInsert(ctx, { action, ...target, before, after }, sql``)})`,
    ...(jobs.length > 0 ? [sql`queued as (${outboxInsert(ctx, jobs, sql``)})`] : []),
    ...(also ? [sql`also as (${also})`] : []),
  ];
  await tx.execute(sql`with ${sql.join(parts, sql`, `)} select 1`);
}
