import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { blocks, mentorships, profiles, roomMembers, rooms, users } from "#db/tables/index.ts";
import type { mentorshipStates } from "#db/tables/mentorships.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { authorizeUser, may } from "../permissions.ts";
import { mayPace } from "./pace-room.ts";

export interface RoomHeader {
  roomId: string;
  mentorship: { id: string; goal: string; state: (typeof mentorshipStates)[number] };
  other: { userId: string; name: string; timeZone: string };
  /** What the reader wants of it: no notifications, and to keep it apart. */
  muted: boolean;
  archived: boolean;
  /** The reader has blocked the other one. */
  blockedByYou: boolean;
  /** Slow mode: seconds between two messages of one member (0 is off), and whether the reader may set it. */
  slowSeconds: number;
  mayPace: boolean;
  /** Whether the reader may take out the messages of others. */
  mayRemove: boolean;
}

/**
 * What stands above a conversation: whom with, and for what. One round trip.
 * @throws DomainError `not_signed_in`; `not_found` for who is no member, as for a room that doesn't exist
 */
export async function loadRoomHeader(ctx: ReadContext, { roomId }: { roomId: string }): Promise<RoomHeader> {
  const userId = authorizeUser(ctx, "enter:room:own", roomId.slice(0, 100));
  if (!idSchema.safeParse(roomId).success) throw new DomainError("not_found", { log: "no room id" });
  const own = alias(roomMembers, "own");
  const others = alias(roomMembers, "others");
  const [row] = await ctx.db
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
  if (row) {
    const { mentorId, ...header } = row;
    return {
      roomId,
      ...header,
      mayPace: mayPace(ctx.actor, mentorId),
      mayRemove: may(ctx.actor, "remove:message:any"),
    };
  }
  ctx.waitUntil(recordDenial(ctx, "enter:room:own", roomId));
  throw new DomainError("not_found", { log: "not a member of the room" });
}
