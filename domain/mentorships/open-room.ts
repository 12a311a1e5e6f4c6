import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { loadRoomMembers } from "../rooms/load-room-members.ts";
import { loadMentorship } from "./load-mentorship.ts";

/** Opens the room of an accepted request for its two people. The room ignores a repeat. */
export async function openRoom(ctx: JobContext, { mentorshipId }: { mentorshipId: string }): Promise<void> {
  authorize(ctx, "open:room:any", mentorshipId);
  const roomId = (await loadMentorship(ctx, { id: mentorshipId }))?.roomId;
  if (!roomId) return;
  await ctx.rooms.open(roomId, await loadRoomMembers(ctx, { roomId }));
}
