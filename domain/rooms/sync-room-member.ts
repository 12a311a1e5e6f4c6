import { and, eq } from "drizzle-orm";
import { roomMembers } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/**
 * Tells a room how one member stands now: whether they have muted it, or have left it, in which case their sockets end
 * at once. The room ignores a repeat.
 */
export async function syncRoomMember(
  ctx: JobContext,
  { roomId, userId }: { roomId: string; userId: string },
): Promise<void> {
  authorize(ctx, "sync:room-member:any", roomId);
  const [member] = await ctx.db
    .select({ mutedAt: roomMembers.mutedAt, leftAt: roomMembers.leftAt })
    .from(roomMembers)
    .where(and(eq(roomMembers.roomId, roomId), eq(roomMembers.userId, userId)));
  if (!member || member.leftAt) await ctx.rooms.look(roomId);
  else await ctx.rooms.setMuted(roomId, userId, member.mutedAt !== null);
}
