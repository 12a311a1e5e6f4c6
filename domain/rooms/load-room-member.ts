import { and, eq, isNull } from "drizzle-orm";
import { roomMembers, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import type { RoomMember } from "./schema.ts";

/** One member of a room as they stand now, or null: no member, or not any more. One round trip. */
export async function loadRoomMember(
  { db }: Pick<ReadContext, "db">,
  { roomId, userId }: { roomId: string; userId: string },
): Promise<{ member: RoomMember; muted: boolean } | null> {
  const [row] = await db
    .select({ name: users.name, joinedAt: roomMembers.joinedAt, mutedAt: roomMembers.mutedAt })
    .from(roomMembers)
    .innerJoin(users, eq(users.id, roomMembers.userId))
    .where(and(eq(roomMembers.roomId, roomId), eq(roomMembers.userId, userId), isNull(roomMembers.leftAt)));
  if (!row) return null;
  const { name, joinedAt, mutedAt } = row;
  return { member: { userId, name, joinedAt: joinedAt.toISOString() }, muted: mutedAt !== null };
}
