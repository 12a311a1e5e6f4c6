import { and, eq, isNull } from "drizzle-orm";
import { roomMembers, rooms } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { mayKeep } from "../rooms/may-keep.ts";

/**
 * A group that the person keeps: who is in it now. One round trip.
 * @throws DomainError `not_found` for who may not, as for a group that doesn't exist
 */
export async function loadGroup(
  ctx: ReadContext,
  { roomId, userId, act }: { roomId: string; userId: string; act: "add" | "remove" },
): Promise<{ present: Set<string>; count: number }> {
  const rows = await ctx.db
    .select({ makerId: rooms.makerId, count: rooms.memberCount, member: roomMembers.userId })
    .from(rooms)
    .leftJoin(roomMembers, and(eq(roomMembers.roomId, rooms.id), isNull(roomMembers.leftAt)))
    .where(and(eq(rooms.id, roomId), eq(rooms.kind, "group")));
  const [group] = rows;
  if (!group || !mayKeep(ctx.actor, act, group.makerId)) {
    ctx.waitUntil(recordDenial(ctx, `${act}:room-member:own`, roomId));
    throw new DomainError("not_found", { log: `not a group that ${userId} keeps` });
  }
  return { count: group.count, present: new Set(rows.flatMap(({ member }) => member ?? [])) };
}
