import { type SQL, sql } from "drizzle-orm";
import { roomMembers, rooms } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";

/**
 * Ends a membership of a room of many, and has the room see it: open sockets of the person end.
 * @param allowed a condition on the room `r`
 * @returns false when the person is no member, or it is not allowed: nothing is written
 */
export const commitLeaving = (
  ctx: ReadContext,
  input: { roomId: string; userId: string; action: "room.left" | "room.member-removed"; allowed: SQL },
): Promise<boolean> => {
  const { roomId, userId, action, allowed } = input;
  // unauthorised: the verb that ends the membership has asked
  return commitChange(ctx, {
    // the room before its members, as in joining, so that nobody waits in a circle
    locked: sql`select id from ${rooms} where id = ${roomId}::uuid for no key update`,
    change: sql`update ${roomMembers} as m set left_at = ${ctx.now().toISOString()}::timestamptz
      from ${rooms} r where r.id = m.room_id and ${allowed}
        and m.room_id = ${roomId}::uuid and m.user_id = ${userId}::uuid and m.left_at is null
      returning m.room_id, m.user_id`,
    after: [
      {
        name: "counted",
        query: sql`update ${rooms} as r set member_count = greatest(r.member_count - 1, 0)
          from changed where r.id = changed.room_id`,
      },
    ],
    audit: { action, targetType: "room", targetId: roomId, after: { userId } },
    jobs: [{ kind: "live.sync-room-member", roomId, userId }],
  });
};
