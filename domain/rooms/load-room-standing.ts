import { sql } from "drizzle-orm";
import { z } from "zod";
import { blocks, clusters, mentorships, roomMembers, rooms, sessions, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { type RoomMember, roomKinds, roomMemberSchema } from "./schema.ts";

const standingSchema = z.object({
  kind: z.enum(roomKinds),
  title: z.string().nullable(),
  closed: z.boolean(),
  blocked: z.boolean(),
  blocks: z.array(z.object({ by: z.string(), of: z.string() })),
  slowSeconds: z.number(),
  members: z.array(roomMemberSchema),
  muted: z.array(z.string()),
  entitled: z.array(z.string()),
});

export interface RoomStanding extends Omit<z.infer<typeof standingSchema>, "entitled"> {
  /** Of a room of many: the community's cluster, or what the group is called; null for a direct one. */
  title: string | null;
  /** The mentorship is over: the room is read, and nothing is written in it. */
  closed: boolean;
  /** It is between two people of whom one has blocked the other. */
  blocked: boolean;
  /** In a room of many: members of whom one has blocked another. */
  blocks: { by: string; of: string }[];
  /** Slow mode: seconds between two messages of one member; 0 is off. */
  slowSeconds: number;
  /** Who is a member now, in the order of joining. */
  members: RoomMember[];
  /** Members who want no notifications of it. */
  muted: string[];
  /** Of the sessions that were asked about, those that last and belong to a member. */
  entitled: ReadonlySet<string>;
}

/** How a room stands, and who of those who sit in it may stay, in one round trip. For the room itself. */
export async function loadRoomStanding(
  { db }: Pick<ReadContext, "db">,
  { roomId, sessionIds, now }: { roomId: string; sessionIds: string[]; now: Date },
): Promise<RoomStanding> {
  const { rows } = await db.execute(sql`
    select coalesce(r.kind, 'direct') as kind, coalesce(c.name, r.title) as title,
      coalesce(m.state <> 'active', false) as closed,
      coalesce(r.kind = 'direct', true) and exists (${blocksOf(roomId)}) as blocked,
      case when r.kind <> 'direct'
        then (select coalesce(json_agg(b), '[]') from (${blocksOf(roomId)}) b) else '[]' end as blocks,
      coalesce(r.slow_seconds, 0) as "slowSeconds",
      (select coalesce(json_agg(json_build_object('userId', rm.user_id, 'name', u.name, 'joinedAt',
          to_char(rm.joined_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by rm.joined_at, rm.user_id), '[]')
        from ${roomMembers} rm join ${users} u on u.id = rm.user_id
        where rm.room_id = ${roomId} and rm.left_at is null) as members,
      array(select user_id::text from ${roomMembers} where room_id = ${roomId} and muted_at is not null) as muted,
      array(select s.id::text from ${sessions} s join ${roomMembers} own
        on own.room_id = ${roomId} and own.user_id = s.user_id and own.left_at is null
        where s.id = any(${sql.param(sessionIds)}::uuid[]) and s.expires_at > ${now.toISOString()}::timestamptz)
        as entitled
    from (select 1) one
    left join ${rooms} r on r.id = ${roomId}
    left join ${mentorships} m on m.id = r.mentorship_id
    left join ${clusters} c on c.slug = r.cluster_slug`);
  const { entitled, ...standing } = standingSchema.parse(rows[0]);
  return { ...standing, entitled: new Set(entitled) };
}

const blocksOf = (roomId: string) => sql`select b.blocker_id as "by", b.blocked_id as "of"
  from ${roomMembers} one
  join ${blocks} b on b.blocker_id = one.user_id
  join ${roomMembers} other on other.room_id = ${roomId} and other.user_id = b.blocked_id and other.left_at is null
  where one.room_id = ${roomId} and one.left_at is null`;
