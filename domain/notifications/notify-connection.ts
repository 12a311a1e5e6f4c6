import { and, eq, sql } from "drizzle-orm";
import { connections, profiles, users } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { beginning, oneLine } from "../mail/words.ts";
import type { Job } from "../outbox/jobs.ts";
import { authorize } from "../permissions.ts";
import { visibleTo } from "../profiles/visible-to.ts";
import { tell } from "./tell.ts";

type ConnectionJob = Omit<Extract<Job, { kind: "live.notify-connection" }>, "kind">;

/**
 * Tells a person of an invitation to be connected, or that theirs was accepted; nothing when it is no longer so.
 * The job's id is the inbox's key, so a repeat is no double.
 */
export async function notifyConnection(
  ctx: JobContext,
  { userId, connectionId, event }: ConnectionJob,
): Promise<void> {
  authorize(ctx, "notify:user:any", userId);
  const invited = event === "connection.invited";
  const [other] = await ctx.db
    .select({
      id: users.id,
      name: users.name,
      hasPage: sql<boolean>`${profiles.isMentor} and ${visibleTo(userId)}`,
    })
    .from(connections)
    .innerJoin(
      users,
      sql`${users.id} = case when ${connections.lowId} = ${userId}::uuid then ${connections.highId} else ${connections.lowId} end`,
    )
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(
      and(
        eq(connections.id, connectionId),
        sql`${userId}::uuid in (${connections.lowId}, ${connections.highId})`,
        eq(connections.state, invited ? "invited" : "connected"),
        // the invitation may have become one of the person's own meanwhile
        invited ? eq(connections.invitedBy, users.id) : undefined,
      ),
    );
  if (!other) return;
  const name = beginning(oneLine(other.name), 100);
  await tell(ctx, userId, {
    key: `job:${ctx.jobId}`,
    kind: event,
    title: invited ? `${name} would like to be connected with you.` : `You and ${name} are connected now.`,
    href: invited || !other.hasPage ? "/connections" : `/mentors/${other.id}`,
  });
}
