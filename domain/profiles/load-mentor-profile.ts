import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { mentorships, profiles } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { authorize } from "../permissions.ts";
import { profileRowQuery } from "./load-profile-row.ts";
import type { ProfileView } from "./schema.ts";
import { connectedTo, visibleTo } from "./visible-to.ts";

const inputSchema = z.object({ userId: idSchema });

/**
 * A mentor as the reader may see them, in one round trip.
 * @throws DomainError `not_found` also where the mentor exists and is not visible to the reader
 */
export async function loadMentorProfile(
  ctx: ReadContext,
  input: z.input<typeof inputSchema>,
): Promise<ProfileView> {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw new DomainError("not_found");
  const { userId } = parsed.data;
  authorize(ctx, "read:mentor:any", userId);
  const viewerId = ctx.actor.kind === "user" ? ctx.actor.id : null;

  const visible = and(eq(profiles.userId, userId), eq(profiles.isMentor, true), visibleTo(viewerId));
  const [[row], [link], [request]] = await ctx.db.batch([
    profileRowQuery(ctx, visible),
    ctx.db
      .select({ connected: viewerId ? connectedTo(viewerId, sql`"profiles"."user_id"`) : sql`false` })
      .from(profiles)
      .where(eq(profiles.userId, userId)),
    ctx.db
      .select({ id: mentorships.id, state: mentorships.state, roomId: mentorships.roomId })
      .from(mentorships)
      .where(
        viewerId ? and(eq(mentorships.mentorId, userId), eq(mentorships.menteeId, viewerId)) : sql`false`,
      )
      .orderBy(sql`${mentorships.createdAt} desc`)
      .limit(1),
  ]);
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
    offers: row.offers,
    seeks: row.seeks,
    availability: row.availability,
    connected: link?.connected === true,
    request: request ?? null,
  };
}
