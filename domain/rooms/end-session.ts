import { and, eq, isNull } from "drizzle-orm";
import { roomMembers } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/**
 * A session of this person has ended: what is open by it ends too, sockets in rooms and streams of the inbox. Rooms ask
 * for each socket whether its session lasts, so that the person's other devices stay.
 */
export async function endSession(ctx: JobContext, { userId }: { userId: string }): Promise<void> {
  authorize(ctx, "look:room:any", userId);
  const rooms = await ctx.db
    .select({ roomId: roomMembers.roomId })
    .from(roomMembers)
    .where(and(eq(roomMembers.userId, userId), isNull(roomMembers.leftAt)));
  await Promise.all([
    ...rooms.map(({ roomId }) => ctx.rooms.look(roomId, userId)),
    ctx.inboxWriter.endStreams(userId),
  ]);
}
