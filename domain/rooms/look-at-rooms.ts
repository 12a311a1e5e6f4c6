import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { roomMembers } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/**
 * Lets the rooms that two people share look anew at how they stand, since a block has come or gone: each reads what is
 * true now, so a repeat and a late one do no harm.
 */
export async function lookAtRooms(
  ctx: JobContext,
  { userId, otherId }: { userId: string; otherId: string },
): Promise<void> {
  authorize(ctx, "look:room:any", userId);
  const other = alias(roomMembers, "other");
  const shared = await ctx.db
    .select({ roomId: roomMembers.roomId })
    .from(roomMembers)
    .innerJoin(other, and(eq(other.roomId, roomMembers.roomId), eq(other.userId, otherId)))
    .where(eq(roomMembers.userId, userId));
  await Promise.all(shared.map(({ roomId }) => ctx.rooms.look(roomId)));
}
