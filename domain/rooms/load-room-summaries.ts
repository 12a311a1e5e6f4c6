import { sql } from "drizzle-orm";
import { z } from "zod";
import { archivedMessages, clusters, roomMembers, rooms, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { type RoomSummary, roomSummarySchema } from "../notifications/schema.ts";

/**
 * A person's conversations as the archive knows them, everything taken as read: how an inbox begins.
 * One round trip; the newest 200 by their last message.
 */
export async function loadRoomSummaries(
  { db }: Pick<ReadContext, "db">,
  { userId }: { userId: string },
): Promise<RoomSummary[]> {
  const { rows } = await db.execute(sql`
    select own.room_id as "roomId", r.kind, coalesce(u.id, r.id) as "withUserId",
      coalesce(c.name, r.title, u.name) as "withName",
      coalesce(latest.version, 0)::int as "lastSeq", coalesce(latest.version, 0)::int as "readSeq", 0 as unread,
      newest.preview, newest.author_id as "lastAuthorId",
      to_char(newest.sent_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from ${roomMembers} own
    join ${rooms} r on r.id = own.room_id
    left join ${clusters} c on c.slug = r.cluster_slug
    left join ${roomMembers} others on r.kind = 'direct' and others.room_id = own.room_id
      and others.user_id <> own.user_id
    left join ${users} u on u.id = others.user_id
    left join lateral (
      select max(version) as version from ${archivedMessages} a where a.room_id = own.room_id
    ) latest on true
    left join lateral (
      select left(a.body, 140) as preview, a.author_id, a.sent_at from ${archivedMessages} a
      where a.room_id = own.room_id and a.deleted_at is null order by a.seq desc limit 1
    ) newest on true
    where own.user_id = ${userId} and own.left_at is null and (u.id is not null or r.kind <> 'direct')
    order by newest.sent_at desc nulls last limit 200`);
  return z.array(roomSummarySchema).parse(rows);
}
