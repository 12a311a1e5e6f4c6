import { eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { mentorships, profiles, users } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";

const mentor = alias(users, "mentor");
const mentee = alias(users, "mentee");
const mentorProfile = alias(profiles, "mentor_profile");
const menteeProfile = alias(profiles, "mentee_profile");

/** A mentorship with its two people as they are now: what letters and notifications speak of. For jobs alone. */
export async function loadMentorship(ctx: JobContext, { id }: { id: string }) {
  const [row] = await ctx.db
    .select({
      id: mentorships.id,
      state: mentorships.state,
      goal: mentorships.goal,
      message: mentorships.message,
      declineReason: mentorships.declineReason,
      roomId: mentorships.roomId,
      expiresAt: mentorships.expiresAt,
      respondedAt: mentorships.respondedAt,
      mentor: {
        id: mentor.id,
        name: mentor.name,
        email: mentor.email,
        timeZone: mentorProfile.timeZone,
        headline: mentorProfile.headline,
      },
      mentee: {
        id: mentee.id,
        name: mentee.name,
        email: mentee.email,
        timeZone: menteeProfile.timeZone,
        headline: menteeProfile.headline,
      },
    })
    .from(mentorships)
    .innerJoin(mentor, eq(mentor.id, mentorships.mentorId))
    .innerJoin(mentee, eq(mentee.id, mentorships.menteeId))
    .innerJoin(mentorProfile, eq(mentorProfile.userId, mentor.id))
    .innerJoin(menteeProfile, eq(menteeProfile.userId, mentee.id))
    .where(eq(mentorships.id, id));
  return row ?? null;
}

export type LoadedMentorship = NonNullable<Awaited<ReturnType<typeof loadMentorship>>>;
