import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { profiles, reviews, reviewTotals } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { makeMentee, makeMentor, makeMentorship, type Person } from "#testing/factories.ts";
import { nativeContext, onNativePostgres } from "#testing/native-postgres.ts";
import { reviewMentorship } from "./review-mentorship.ts";

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

onNativePostgres("reviews under concurrency", (postgres) => {
  const as = (person: Person) => nativeContext(postgres.url, { actor: actorOf(person) });
  const sums = async (mentorId: string) => {
    const [profile] = await postgres.db.select().from(profiles).where(eq(profiles.userId, mentorId));
    const rows = await postgres.db.select().from(reviews).where(eq(reviews.mentorId, mentorId));
    return {
      kept: [profile!.reviewCount, profile!.reviewStars],
      true: [rows.length, rows.reduce((sum, { stars }) => sum + stars, 0)],
    };
  };

  it("keeps one review of a mentorship that is reviewed fifteen times at once, and sums that are its own", async () => {
    const [mentor, mentee] = [await makeMentor(postgres.db), await makeMentee(postgres.db)];
    const pair = { mentorId: mentor.id, menteeId: mentee.id, state: "ended" as const };
    const { id } = await makeMentorship(postgres.db, pair);
    await Promise.all(
      times(15, (i) => reviewMentorship(as(mentee), { id, stars: 1 + (i % 5), words: `${i}` })),
    );
    const { kept, true: rows } = await sums(mentor.id);
    expect(rows[0]).toBe(1);
    expect(kept).toEqual(rows);
  });

  it("adds up what many mentees say of one mentor at once, and of all", async () => {
    const mentor = await makeMentor(postgres.db);
    const pairs = await Promise.all(
      times(15, async () => {
        const mentee = await makeMentee(postgres.db);
        const pair = { mentorId: mentor.id, menteeId: mentee.id, state: "completed" as const };
        return { mentee, id: (await makeMentorship(postgres.db, pair)).id };
      }),
    );
    await Promise.all(
      pairs.map(({ mentee, id }, i) => reviewMentorship(as(mentee), { id, stars: 1 + (i % 5) })),
    );
    expect(await sums(mentor.id)).toEqual({ kept: [15, 45], true: [15, 45] });
    const all = await postgres.db.select().from(reviews);
    const [totals] = await postgres.db.select().from(reviewTotals);
    expect([totals!.reviews, totals!.stars]).toEqual([
      all.length,
      all.reduce((sum, { stars }) => sum + stars, 0),
    ]);
  });
});
