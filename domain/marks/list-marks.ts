import { and, desc, eq } from "drizzle-orm";
import { mentorMarks, profiles, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";
import { visibleTo } from "../profiles/visible-to.ts";
import type { MarkedMentor, MarkList } from "./schema.ts";

/** More than anybody looks through. */
const LIMIT = 200;

/**
 * The mentors whom the person has marked and may still see, the newest marks first. One round trip.
 * @throws DomainError `not_signed_in`
 */
export async function listMarks(ctx: ReadContext): Promise<MarkList> {
  const userId = authorizeUser(ctx, "read:mark:own");
  return toMarkList(await marksQuery(ctx, userId));
}

/** The query behind the list, for a page that asks more in the same round trip. */
export function marksQuery(ctx: ReadContext, userId: string) {
  return ctx.db
    .select({
      userId: users.id,
      name: users.name,
      headline: profiles.headline,
      capacity: profiles.capacity,
      taken: profiles.activeMentees,
      kind: mentorMarks.kind,
      reason: mentorMarks.reason,
      at: mentorMarks.at,
    })
    .from(mentorMarks)
    .innerJoin(users, eq(users.id, mentorMarks.mentorId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(and(eq(mentorMarks.userId, userId), eq(profiles.isMentor, true), visibleTo(userId)))
    .orderBy(desc(mentorMarks.at), users.id)
    .limit(LIMIT);
}

export function toMarkList(rows: Awaited<ReturnType<typeof marksQuery>>): MarkList {
  const of = (kind: "saved" | "not_interested"): MarkedMentor[] =>
    rows
      .filter((row) => row.kind === kind)
      .map(({ userId, name, headline, capacity, taken, reason, at }) => ({
        userId,
        name,
        headline,
        places: { capacity, taken },
        reason,
        at: at.toISOString(),
      }));
  return { saved: of("saved"), notInterested: of("not_interested") };
}
