import { sql } from "drizzle-orm";
import { z } from "zod";
import { blocks, mentorships, roomMembers, rooms, sessions } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";

const standingSchema = z.object({
  closed: z.boolean(),
  blocked: z.boolean(),
  slowSeconds: z.number(),
  members: z.array(z.string()),
  muted: z.array(z.string()),
  entitled: z.array(z.string()),
});

export interface RoomStanding {
  /** The mentorship is over: the room is read, and nothing is written in it. */
  closed: boolean;
  /** It is between two people of whom one has blocked the other. */
  blocked: boolean;
  /** Slow mode: seconds between two messages of one member; 0 is off. */
  slowSeconds: number;
  /** Who is a member now, by user id. */
  members: readonly string[];
  /** Members who want no notifications of it. */
  muted: readonly string[];
  /** Of the sessions that were asked about, those that last and belong to a member. */
  entitled: ReadonlySet<string>;
}

/** How a room stands, and who of those who sit in it may stay, in one round trip. For the room itself. */
export async function loadRoomStanding(
  { db }: Pick<ReadContext, "db">,
  { roomId, sessionIds, now }: { roomId: string; sessionIds: string[]; now: Date },
): Promise<RoomStanding> {
  const { rows } = await db.execute(sql`
    select coalesce((select m.state <> 'active' from ${rooms} r join ${mentorships} m on m.id = r.mentorship_id
        where r.id = ${roomId}), false) as closed,
      exists (select 1 from ${rooms} r
        join ${roomMembers} one on one.room_id = r.id and one.left_at is null
        join ${roomMembers} other on other.room_id = r.id and other.left_at is null
        join ${blocks} b on b.blocker_id = one.user_id and b.blocked_id = other.user_id
        where r.id = ${roomId} and r.kind = 'direct') as blocked,
      coalesce((select slow_seconds from ${rooms} where id = ${roomId}), 0) as "slowSeconds",
      array(select user_id::text from ${roomMembers} where room_id = ${roomId} and left_at is null) as members,
      array(select user_id::text from ${roomMembers} where room_id = ${roomId} and muted_at is not null) as muted,
      array(select s.id::text from ${sessions} s join ${roomMembers} own
        on own.room_id = ${roomId} and own.user_id = s.user_id and own.left_at is null
        where s.id = any(${sql.param(sessionIds)}::uuid[]) and s.expires_at > ${now.toISOString()}::timestamptz)
        as entitled`);
  const { entitled, ...standing } = standingSchema.parse(rows[0]);
  return { ...standing, entitled: new Set(entitled) };
}
