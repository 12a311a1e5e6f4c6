import { and, eq } from "drizzle-orm";
import { roomMembers } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/** Tells a room whether a member has muted it, as it is now. The room ignores a repeat. */
export async function syncRoomMember(
  ctx: JobContext,
  { roomId, userId }: { roomId: string; userId: string },
): Promise<void> {
  authorize(ctx, "sync:room-member:any", roomId);
  const [member] = await ctx.db
    .select({ mutedAt: roomMembers.mutedAt })
    .from(roomMembers)
    .where(and(eq(roomMembers.roomId, roomId), eq(roomMembers.userId, userId)));
  if (member) await ctx.rooms.setMuted(roomId, userId, member.mutedAt !== null);
}
