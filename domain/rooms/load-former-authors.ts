import { sql } from "drizzle-orm";
import { z } from "zod";
import { archivedMessages, roomMembers, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { type RoomMember, roomMemberSchema } from "./schema.ts";

/** Who has left a room and wrote something that its archive holds. For the room itself; one round trip. */
export async function loadFormerAuthors(
  { db }: Pick<ReadContext, "db">,
  { roomId }: { roomId: string },
): Promise<RoomMember[]> {
  const { rows } = await db.execute(sql`
    select rm.user_id as "userId", u.name,
      to_char(rm.joined_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "joinedAt"
    from ${roomMembers} rm join ${users} u on u.id = rm.user_id
    where rm.room_id = ${roomId} and rm.left_at is not null and exists (
      select 1 from ${archivedMessages} a where a.room_id = rm.room_id and a.author_id = rm.user_id)
    order by rm.joined_at, rm.user_id`);
  return z.array(roomMemberSchema).parse(rows);
}
