import { and, asc, eq, isNull } from "drizzle-orm";
import { roomMembers, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import type { RoomMember } from "./schema.ts";

/** Who may enter a room now, in the order in which they joined; nobody for a room that doesn't exist. */
export async function loadRoomMembers(
  { db }: Pick<ReadContext, "db">,
  { roomId }: { roomId: string },
): Promise<RoomMember[]> {
  const rows = await db
    .select({ userId: roomMembers.userId, name: users.name, joinedAt: roomMembers.joinedAt })
    .from(roomMembers)
    .innerJoin(users, eq(users.id, roomMembers.userId))
    .where(and(eq(roomMembers.roomId, roomId), isNull(roomMembers.leftAt)))
    .orderBy(asc(roomMembers.joinedAt), asc(roomMembers.userId));
  return rows.map((row) => ({ ...row, joinedAt: row.joinedAt.toISOString() }));
}
