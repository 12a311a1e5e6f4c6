import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { mentorships, profiles, reviews, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { notBlocked } from "../profiles/visible-to.ts";
import type { RequestView } from "./schema.ts";
import { actionsFor } from "./state-machine.ts";

const mentorProfiles = alias(profiles, "mentor_profiles");

/** 1 for the first in the mentor's line; null outside it. */
const placeInLine = sql<number | null>`case when ${mentorships.state} = 'waiting' then (
  select count(*)::int from ${mentorships} as ahead where ahead.mentor_id = ${mentorships.mentorId} and ahead.state = 'waiting'
    and (ahead.queued_at, ahead.id) <= (${mentorships.queuedAt}, ${mentorships.id})) end`;

const isOpen = inArray(mentorships.state, ["pending", "waiting", "active"]);

/** The requests that match, with the other person as `userId` sees them: open first, soonest answer on top, then newest. */
export function selectRequests(ctx: ReadContext, userId: string, where: SQL | undefined, limit: number) {
  const otherId = sql<string>`case when ${mentorships.mentorId} = ${userId} then ${mentorships.menteeId} else ${mentorships.mentorId} end`;
  return ctx.db
    .select({
      row: mentorships,
      review: reviews,
      /** One of the two has blocked the other. */
      parted: sql<boolean>`not ${notBlocked(userId, otherId)}`,
      placeInLine,
      capacity: mentorProfiles.capacity,
      taken: mentorProfiles.activeMentees,
      other: {
        userId: users.id,
        name: users.name,
        headline: profiles.headline,
        timeZone: profiles.timeZone,
        country: profiles.country,
      },
    })
    .from(mentorships)
    .innerJoin(users, eq(users.id, otherId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(mentorProfiles, eq(mentorProfiles.userId, mentorships.mentorId))
    .leftJoin(reviews, eq(reviews.mentorshipId, mentorships.id))
    .where(and(where))
    .orderBy(desc(isOpen), sql`${mentorships.expiresAt} asc nulls last`, desc(mentorships.createdAt))
    .limit(limit);
}

type Selected = Awaited<ReturnType<typeof selectRequests>>[number];

/** A selected row as the reader's view of it. */
export function toRequestView({
  row,
  review,
  parted,
  placeInLine,
  capacity,
  taken,
  other,
}: Selected): RequestView {
  const as = row.mentorId === other.userId ? "mentee" : "mentor";
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    as,
    state: row.state,
    goal: row.goal,
    message: row.message,
    declineReason: row.declineReason,
    roomId: row.roomId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    expiresAt: row.state === "pending" ? iso(row.expiresAt) : null,
    queuedAt: iso(row.queuedAt),
    respondedAt: iso(row.respondedAt),
    endedAt: iso(row.endedAt),
    placeInLine,
    places: { capacity, taken },
    other,
    review: review && {
      stars: review.stars,
      words: review.words,
      createdAt: review.createdAt.toISOString(),
      updatedAt: review.updatedAt.toISOString(),
    },
    actions: actionsFor(row.state, as).filter((action) => action !== "review" || !parted),
  };
}
