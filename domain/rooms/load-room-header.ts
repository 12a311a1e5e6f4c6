import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { blocks, clusters, mentorships, profiles, roomMembers, rooms, users } from "#db/tables/index.ts";
import type { mentorshipStates } from "#db/tables/mentorships.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { authorizeUser, may } from "../permissions.ts";
import { mayKeep } from "./may-keep.ts";
import { mayPace } from "./pace-room.ts";

interface CommonHeader {
  roomId: string;
  /** What the room is called: the other's name, the community's, or what the group's maker called it. */
  title: string;
  /** What the reader wants of it: no notifications, and to keep it apart. */
  muted: boolean;
  archived: boolean;
  /** Slow mode: seconds between two messages of one member (0 is off), and whether the reader may set it. */
  slowSeconds: number;
  mayPace: boolean;
  /** Whether the reader may take out the messages of others. */
  mayRemove: boolean;
}

export interface DirectHeader extends CommonHeader {
  kind: "direct";
  mentorship: { id: string; goal: string; state: (typeof mentorshipStates)[number] };
  other: { userId: string; name: string; timeZone: string };
  /** The reader has blocked the other one. */
  blockedByYou: boolean;
}

/** A community or a group; who its members are, the room itself knows. */
export interface ManyHeader extends CommonHeader {
  kind: "community" | "group";
  /** Of a community: what its cluster is about. */
  about: string | null;
  /** Whom of its people, those who left too, the reader has blocked: their messages stand folded. */
  blockedIds: string[];
  /** Of a group: whether the reader may add and remove people. */
  mayAdd: boolean;
  mayRemoveMembers: boolean;
}

export type RoomHeader = DirectHeader | ManyHeader;

/**
 * What stands above a conversation: whom with, and for what. One round trip.
 * @throws DomainError `not_signed_in`; `not_found` for who is no member, as for a room that doesn't exist
 */
export async function loadRoomHeader(ctx: ReadContext, { roomId }: { roomId: string }): Promise<RoomHeader> {
  const userId = authorizeUser(ctx, "enter:room:own", roomId.slice(0, 100));
  if (!idSchema.safeParse(roomId).success) throw new DomainError("not_found", { log: "no room id" });
  const [header, many] = await ctx.db.batch([
    selectDirect(ctx, { roomId, userId }),
    selectMany(ctx, { roomId, userId }),
  ]);
  const [direct] = header;
  const [ofMany] = many;
  const mayRemove = may(ctx.actor, "remove:message:any");
  if (direct) {
    const { mentorId, ...rest } = direct;
    return {
      roomId,
      kind: "direct",
      title: rest.other.name,
      ...rest,
      mayPace: mayPace(ctx.actor, mentorId),
      mayRemove,
    };
  }
  if (ofMany) {
    const { makerId, kind, ...rest } = ofMany;
    const isGroup = kind === "group";
    return {
      roomId,
      ...rest,
      kind: isGroup ? "group" : "community",
      mayPace: mayPace(ctx.actor, makerId),
      mayRemove,
      mayAdd: isGroup && mayKeep(ctx.actor, "add", makerId),
      mayRemoveMembers: isGroup && mayKeep(ctx.actor, "remove", makerId),
    };
  }
  ctx.waitUntil(recordDenial(ctx, "enter:room:own", roomId));
  throw new DomainError("not_found", { log: "not a member of the room" });
}

interface Reading {
  roomId: string;
  userId: string;
}

function selectDirect(ctx: ReadContext, { roomId, userId }: Reading) {
  const own = alias(roomMembers, "own");
  const others = alias(roomMembers, "others");
  return ctx.db
    .select({
      mentorship: { id: mentorships.id, goal: mentorships.goal, state: mentorships.state },
      other: { userId: users.id, name: users.name, timeZone: profiles.timeZone },
      muted: sql<boolean>`${own.mutedAt} is not null`,
      archived: sql<boolean>`${own.archivedAt} is not null`,
      slowSeconds: rooms.slowSeconds,
      mentorId: mentorships.mentorId,
      blockedByYou: sql<boolean>`exists (select 1 from ${blocks}
        where ${and(eq(blocks.blockerId, own.userId), eq(blocks.blockedId, others.userId))})`,
    })
    .from(rooms)
    .innerJoin(own, and(eq(own.roomId, rooms.id), eq(own.userId, userId), isNull(own.leftAt)))
    .innerJoin(others, and(eq(others.roomId, rooms.id), ne(others.userId, userId)))
    .innerJoin(users, eq(users.id, others.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(mentorships, eq(mentorships.id, rooms.mentorshipId))
    .where(eq(rooms.id, roomId))
    .limit(1);
}

function selectMany(ctx: ReadContext, { roomId, userId }: Reading) {
  const own = alias(roomMembers, "own");
  return ctx.db
    .select({
      kind: rooms.kind,
      title: sql<string>`coalesce(${clusters.name}, ${rooms.title})`,
      about: clusters.about,
      makerId: rooms.makerId,
      muted: sql<boolean>`${own.mutedAt} is not null`,
      archived: sql<boolean>`${own.archivedAt} is not null`,
      slowSeconds: rooms.slowSeconds,
      blockedIds: sql<string[]>`array(select b.blocked_id::text from ${blocks} b
        join ${roomMembers} m on m.room_id = ${roomId} and m.user_id = b.blocked_id where b.blocker_id = ${userId})`,
    })
    .from(rooms)
    .innerJoin(own, and(eq(own.roomId, rooms.id), eq(own.userId, userId), isNull(own.leftAt)))
    .leftJoin(clusters, eq(clusters.slug, rooms.clusterSlug))
    .where(and(eq(rooms.id, roomId), ne(rooms.kind, "direct")));
}
