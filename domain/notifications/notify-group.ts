import { and, eq, isNull } from "drizzle-orm";
import { roomMembers, rooms, users } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { beginning, oneLine } from "../mail/words.ts";
import { authorize } from "../permissions.ts";
import { tell } from "./tell.ts";

/**
 * Tells somebody that they were added to a group; nothing when they have left meanwhile. The job's id is the inbox's key,
 * so a repeat is no double.
 */
export async function notifyGroup(
  ctx: JobContext,
  { userId, roomId, byId }: { userId: string; roomId: string; byId: string },
): Promise<void> {
  authorize(ctx, "notify:user:any", userId);
  const [row] = await ctx.db
    .select({ title: rooms.title, by: users.name })
    .from(roomMembers)
    .innerJoin(rooms, eq(rooms.id, roomMembers.roomId))
    .innerJoin(users, eq(users.id, byId))
    .where(and(eq(roomMembers.roomId, roomId), eq(roomMembers.userId, userId), isNull(roomMembers.leftAt)));
  if (!row) return;
  const by = beginning(oneLine(row.by), 100);
  await tell(ctx, userId, {
    key: `job:${ctx.jobId}`,
    kind: "group.added",
    title: `${by} added you to the circle “${beginning(oneLine(row.title ?? ""), 100)}”.`,
    href: `/conversations/${roomId}`,
  });
}
