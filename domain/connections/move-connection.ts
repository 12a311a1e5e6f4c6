import { and, eq, or, sql } from "drizzle-orm";
import { connections } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import type { Job } from "../outbox/jobs.ts";
import type { Permission } from "../permissions.ts";
import { notBlocked } from "../profiles/visible-to.ts";
import type { ConnectionStanding } from "./schema.ts";

interface Move {
  from: "invited" | "connected";
  to: "connected" | "removed";
  /** Who of the two may. */
  by: "inviter" | "invitee" | "either";
  action: string;
}

const moves = {
  accept: { from: "invited", to: "connected", by: "invitee", action: "connection.accepted" },
  decline: { from: "invited", to: "removed", by: "invitee", action: "connection.declined" },
  withdraw: { from: "invited", to: "removed", by: "inviter", action: "connection.withdrawn" },
  remove: { from: "connected", to: "removed", by: "either", action: "connection.removed" },
} satisfies Record<string, Move>;
export type MoveName = keyof typeof moves;

const standing = {
  invited: "This invitation still waits for an answer.",
  connected: "You are connected already.",
  removed: "You are not connected, and no invitation is open.",
};

/**
 * Moves a connection between two people on, in two round trips. What stands as it should already is left as it is,
 * so a form may be sent twice.
 * @throws DomainError `not_found` to strangers, `not_allowed` for the other side's act, `conflict` when it is too late
 */
export async function moveConnection(
  ctx: ReadContext,
  step: { id: string; userId: string; name: MoveName; permission: Permission },
): Promise<ConnectionStanding> {
  const { id, userId, name } = step;
  const move: Move = moves[name];
  const found = await loadOwn(ctx, step);
  const role = found.invitedBy === userId ? "inviter" : "invitee";
  if (move.by !== "either" && move.by !== role) {
    ctx.waitUntil(recordDenial(ctx, step.permission, id));
    throw new DomainError("not_allowed", { log: `the ${role} may not ${name} an invitation` });
  }
  if (found.state === move.to) return { id, state: move.to };
  if (found.state === move.from && (await commitMove(ctx, step, found))) return { id, state: move.to };
  const { state } = found.state === move.from ? await loadOwn(ctx, step) : found;
  if (state === move.to) return { id, state };
  throw new DomainError("conflict", { log: `the connection is ${state}`, message: standing[state] });
}

type Own = Awaited<ReturnType<typeof loadOwn>>;

async function loadOwn(
  ctx: ReadContext,
  { id, userId, permission }: { id: string; userId: string; permission: Permission },
) {
  const [row] = idSchema.safeParse(id).success
    ? await ctx.db
        .select({
          state: connections.state,
          lowId: connections.lowId,
          highId: connections.highId,
          invitedBy: connections.invitedBy,
        })
        .from(connections)
        .where(and(eq(connections.id, id), or(eq(connections.lowId, userId), eq(connections.highId, userId))))
    : [];
  if (row) return row;
  ctx.waitUntil(recordDenial(ctx, permission, id));
  throw new DomainError("not_found", { log: "no such connection, or other people's" });
}

function commitMove(
  ctx: ReadContext,
  { id, userId, name }: { id: string; userId: string; name: MoveName },
  { lowId, highId, invitedBy }: Own,
): Promise<boolean> {
  const { from, to, action }: Move = moves[name];
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  const otherId = lowId === userId ? highId : lowId;
  const jobs: Job[] = [];
  // The projection owes both people new recommendations, once the graph knows of the change.
  if (from === "connected" || to === "connected")
    jobs.push({ kind: "graph.project-connection", connectionId: id });
  if (to === "connected")
    jobs.push({
      kind: "live.notify-connection",
      userId: otherId,
      connectionId: id,
      event: "connection.accepted",
    });
  // unauthorised: the verb that moves it has asked
  return commitChange(ctx, {
    // `updated_at` is the graph's version: two changes never share one
    change: sql`update ${connections} as c set state = ${to},
        since = ${to === "connected" ? now : sql`c.since`},
        updated_at = greatest(${now}, c.updated_at + interval '1 millisecond')
      where c.id = ${id} and c.state = ${from} and c.invited_by is not distinct from ${invitedBy}::uuid
        ${to === "connected" ? sql`and ${notBlocked(userId, sql`${otherId}::uuid`)}` : sql``} returning c.*`,
    audit: {
      action,
      targetType: "connection",
      targetId: id,
      before: { state: from },
      after: { state: to, with: otherId },
    },
    jobs,
  });
}
