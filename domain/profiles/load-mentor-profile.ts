import { and, eq, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { connections, mentorMarks, mentorships, profiles } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import type { Mark } from "../marks/schema.ts";
import { lineOf } from "../mentorships/line-of.ts";
import type { Line } from "../mentorships/schema.ts";
import { authorize } from "../permissions.ts";
import { type ProfileRow, profileRowQuery } from "./load-profile-row.ts";
import type { LinkState, ProfileView } from "./schema.ts";
import { visibleTo } from "./visible-to.ts";

const inputSchema = z.object({ userId: idSchema });

/**
 * A mentor as the reader may see them, in one round trip.
 * @throws DomainError `not_found` also where the mentor exists and is not visible to the reader
 */
export async function loadMentorProfile(
  ctx: ReadContext,
  input: z.input<typeof inputSchema>,
): Promise<ProfileView> {
  const userId = authorizeMentorId(ctx, input);
  return toProfileView(await ctx.db.batch(mentorProfileQueries(ctx, userId)));
}

/**
 * The mentor's id, once the reader may read mentors.
 * @throws DomainError `not_found` for what is no id
 */
export function authorizeMentorId(ctx: ReadContext, input: z.input<typeof inputSchema>): string {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw new DomainError("not_found");
  authorize(ctx, "read:mentor:any", parsed.data.userId);
  return parsed.data.userId;
}

/** What `toProfileView` reads, as queries of one batch. */
export function mentorProfileQueries(ctx: ReadContext, userId: string) {
  const viewerId = ctx.actor.kind === "user" ? ctx.actor.id : null;
  const visible = and(eq(profiles.userId, userId), eq(profiles.isMentor, true), visibleTo(viewerId));
  return [
    profileRowQuery(ctx, visible),
    ctx.db
      .select({ id: connections.id, state: connections.state, invitedBy: connections.invitedBy })
      .from(connections)
      .where(
        viewerId
          ? and(
              sql`${connections.lowId} = least(${viewerId}::uuid, ${userId}::uuid)`,
              sql`${connections.highId} = greatest(${viewerId}::uuid, ${userId}::uuid)`,
              ne(connections.state, "removed"),
            )
          : sql`false`,
      ),
    ctx.db
      .select({ id: mentorships.id, state: mentorships.state, roomId: mentorships.roomId })
      .from(mentorships)
      .where(
        viewerId ? and(eq(mentorships.mentorId, userId), eq(mentorships.menteeId, viewerId)) : sql`false`,
      )
      .orderBy(sql`${mentorships.createdAt} desc`)
      .limit(1),
    ctx.db
      .select({ kind: mentorMarks.kind, reason: mentorMarks.reason })
      .from(mentorMarks)
      .where(viewerId ? and(eq(mentorMarks.userId, viewerId), eq(mentorMarks.mentorId, userId)) : sql`false`),
    ctx.db
      .select({ line: lineOf(sql`"profiles"."user_id"`, viewerId).as("line") })
      .from(profiles)
      .where(visible),
  ] as const;
}

type Answers = readonly [
  ProfileRow[],
  { id: string; state: string; invitedBy: string | null }[],
  { id: string; state: string; roomId: string | null }[],
  Mark[],
  { line: Line }[],
];

/** @throws DomainError `not_found` where the mentor is not visible to the reader */
export function toProfileView([[row], [link], [request], [mark], [waiting]]: Answers): ProfileView {
  const line = waiting?.line ?? { waiting: 0, yours: null };
  if (!row) throw new DomainError("not_found");
  return {
    userId: row.userId,
    name: row.name,
    image: row.image,
    headline: row.headline,
    bio: row.bio,
    goals: row.goals,
    seniority: row.seniority,
    languages: row.languages,
    timeZone: row.timeZone,
    country: row.country,
    places: { capacity: row.capacity, taken: row.activeMentees },
    pausedUntil: row.pausedUntil,
    freeFrom: row.activeMentees < row.capacity ? null : row.freeFrom,
    verified: row.verified,
    rating: row.rating,
    line,
    offers: row.offers,
    seeks: row.seeks,
    availability: row.availability,
    connected: link?.state === "connected",
    connection: link ? { id: link.id, state: linkState(link, row.userId) } : null,
    mark: mark ?? null,
    request: request ?? null,
  };
}

function linkState({ state, invitedBy }: Answers[1][number], mentorId: string): LinkState {
  if (state === "connected") return "connected";
  return invitedBy === mentorId ? "invited-you" : "you-invited";
}
