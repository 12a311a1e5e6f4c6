import { eq } from "drizzle-orm";
import { mentorships } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/** Closes the room of a mentorship that is over: from now on it is read. The room ignores a repeat. */
export async function closeRoom(ctx: JobContext, { mentorshipId }: { mentorshipId: string }): Promise<void> {
  authorize(ctx, "close:room:any", mentorshipId);
  const [mentorship] = await ctx.db
    .select({ state: mentorships.state, roomId: mentorships.roomId })
    .from(mentorships)
    .where(eq(mentorships.id, mentorshipId));
  if (mentorship?.roomId && mentorship.state !== "active") await ctx.rooms.close(mentorship.roomId);
}
