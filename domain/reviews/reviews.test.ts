import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditDenials, auditEvents, outbox, profiles, reviews } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeReview, type Person } from "#testing/factories.ts";
import { blockPerson } from "../blocks/block-person.ts";
import { newId } from "../ids.ts";
import { loadRequest } from "../mentorships/load-request.ts";
import type { RequestState } from "../mentorships/schema.ts";
import { listReviews } from "./list-reviews.ts";
import { reviewMentorship } from "./review-mentorship.ts";
import { REVIEWS_PER_PAGE } from "./schema.ts";

const { db } = testContext();
const as = (person: Person) => testContext({ actor: actorOf(person) });

async function makePair(state: RequestState = "completed") {
  const [mentor, mentee] = [await makeMentor(db), await makeMentee(db)];
  const { id } = await makeMentorship(db, { mentorId: mentor.id, menteeId: mentee.id, state });
  return { mentor, mentee, id };
}

const sumsOf = async (mentorId: string) => {
  const [row] = await db.select().from(profiles).where(eq(profiles.userId, mentorId));
  return [row!.reviewCount, row!.reviewStars];
};

it.each(["completed", "ended"] as const)(
  "lets the mentee review a mentorship that is %s, and change it, with audit and in two round trips",
  async (state) => {
    const { mentor, mentee, id } = await makePair(state);
    const ctx = as(mentee);
    await reviewMentorship(ctx, { id, stars: 4, words: "  Patient. <b>Really</b>.  " });
    expect(ctx.roundTrips()).toBe(2);
    const first = await listReviews(testContext(), { userId: mentor.id });
    expect(first).toMatchObject({ rating: { count: 1, mean: 4 }, unlisted: 0, page: 1, pages: 1 });
    expect(first.reviews).toMatchObject([
      { stars: 4, words: "Patient. <b>Really</b>.", mentee: { userId: mentee.id, name: mentee.name } },
    ]);
    await reviewMentorship(as(mentee), { id, stars: 2 });
    expect(await sumsOf(mentor.id)).toEqual([1, 2]);
    const { reviews: after } = await listReviews(testContext(), { userId: mentor.id });
    expect(after).toMatchObject([{ stars: 2, words: "", createdAt: first.reviews[0]!.createdAt }]);
    for (const person of [mentor, mentee])
      expect(await loadRequest(as(person), { id })).toMatchObject({ state, review: { stars: 2, words: "" } });
    const trail = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.targetId, id))
      .orderBy(auditEvents.id);
    expect(trail.map(({ action, actorId, after }) => ({ action, actorId, after }))).toEqual([
      { action: "mentorship.reviewed", actorId: mentee.id, after: { stars: 4, withWords: true } },
      { action: "mentorship.reviewed", actorId: mentee.id, after: { stars: 2, withWords: false } },
    ]);
  },
);

it("tells the mentor of a review, and of one that was changed, but not of the same again", async () => {
  const { mentor, mentee, id } = await makePair();
  for (const stars of [4, 2, 2]) await reviewMentorship(as(mentee), { id, stars });
  const owed = await db.select().from(outbox).where(sql`${outbox.payload} ->> 'mentorshipId' = ${id}`);
  const job = {
    kind: "live.notify",
    userId: mentor.id,
    mentorshipId: id,
    event: "mentorship.reviewed",
  };
  expect(owed.map(({ payload }) => payload)).toEqual([job, job]);
});

it("takes the same review sent twice for one, without a trace", async () => {
  const { mentor, mentee, id } = await makePair();
  await reviewMentorship(as(mentee), { id, stars: 5, words: "Thanks." });
  const again = as(mentee);
  await reviewMentorship(again, { id, stars: 5, words: "Thanks." });
  expect(again.roundTrips()).toBe(3);
  expect(await sumsOf(mentor.id)).toEqual([1, 5]);
  expect(await db.select().from(auditEvents).where(eq(auditEvents.targetId, id))).toHaveLength(1);
});

it("is for the mentee alone, and for what is over", async () => {
  const { mentor, id } = await makePair();
  const stranger = testContext();
  const cases: [ReturnType<typeof as>, string, string][] = [
    [as(mentor), id, "not_allowed"],
    [as(await makeMentee(db)), id, "not_found"],
    [stranger, id, "not_signed_in"],
  ];
  for (const state of ["pending", "waiting", "active", "declined", "withdrawn", "lapsed"] as const) {
    const other = await makePair(state);
    cases.push([as(other.mentee), other.id, "conflict"]);
  }
  for (const [ctx, id, code] of cases) {
    await expect(reviewMentorship(ctx, { id, stars: 5 }), code).rejects.toMatchObject({ code });
    await ctx.settled();
  }
  expect(await sumsOf(mentor.id)).toEqual([0, 0]);
});

it.each([0, 6, 4.5, Number.NaN])("takes no %d stars", async (stars) => {
  const { mentee, id } = await makePair();
  const refused = reviewMentorship(as(mentee), { id, stars });
  await expect(refused).rejects.toMatchObject({
    code: "invalid_input",
    fields: { stars: expect.any(String) },
  });
});

it.each(["mentor", "mentee"] as const)("takes none once the %s has blocked the other", async (who) => {
  const pair = await makePair();
  const { mentor, mentee, id } = pair;
  await makeReview(db, { mentorshipId: id, mentorId: mentor.id, menteeId: mentee.id, stars: 3 });
  expect((await loadRequest(as(mentee), { id })).actions).toEqual(["review"]);
  await blockPerson(as(pair[who]), { userId: who === "mentor" ? mentee.id : mentor.id });
  expect((await loadRequest(as(mentee), { id })).actions).toEqual([]);
  const ctx = as(mentee);
  await expect(reviewMentorship(ctx, { id, stars: 1 })).rejects.toMatchObject({ code: "not_allowed" });
  await ctx.settled();
  const denied = await db.select().from(auditDenials).where(eq(auditDenials.requestId, ctx.requestId));
  expect(denied).toMatchObject([{ action: "review:mentorship:own", targetId: id }]);
  expect(await db.select().from(reviews).where(eq(reviews.mentorshipId, id))).toMatchObject([{ stars: 3 }]);
});

it("lists nobody whom the reader may not see, and counts them all the same", async () => {
  const mentor = await makeMentor(db);
  const reader = await makeMentee(db);
  const authors = [
    await makeMentee(db),
    await makeMentee(db, { visibility: "hidden" }),
    await makeMentee(db, { visibility: "connections" }),
    await makeMentee(db),
  ];
  for (const author of authors) await makeReview(db, { mentorId: mentor.id, menteeId: author.id, stars: 4 });
  await blockPerson(as(authors[3]!), { userId: reader.id });
  const seenBy = async (ctx: ReturnType<typeof as>) => {
    const { reviews, unlisted, rating } = await listReviews(ctx, { userId: mentor.id });
    expect(rating).toEqual({ count: 4, mean: 4 });
    return { by: reviews.map(({ mentee }) => mentee.userId).toSorted(), unlisted };
  };
  expect(await seenBy(as(reader))).toEqual({ by: [authors[0]!.id], unlisted: 3 });
  expect(await seenBy(testContext())).toEqual({
    by: [authors[0]!.id, authors[3]!.id].toSorted(),
    unlisted: 2,
  });
});

it("shows no reviews of a mentor whom the reader may not see", async () => {
  const hidden = await makeMentor(db, { visibility: "hidden" });
  await makeReview(db, { mentorId: hidden.id });
  const mentor = await makeMentor(db);
  await makeReview(db, { mentorId: mentor.id });
  const blocked = await makeMentee(db);
  await blockPerson(as(mentor), { userId: blocked.id });
  for (const [ctx, userId] of [
    [testContext(), hidden.id],
    [as(blocked), mentor.id],
    [testContext(), newId()],
    [testContext(), (await makeMentee(db)).id],
  ] as const)
    await expect(listReviews(ctx, { userId })).rejects.toMatchObject({ code: "not_found" });
  await expect(listReviews(testContext(), { userId: "x" })).rejects.toMatchObject({ code: "invalid_input" });
});

it("cuts the list into pages, the newest first", async () => {
  const mentor = await makeMentor(db);
  const day = (n: number) => new Date(Date.UTC(2026, 0, n + 1));
  for (let n = 0; n <= REVIEWS_PER_PAGE; n++)
    await makeReview(db, { mentorId: mentor.id, stars: 1 + (n % 5), createdAt: day(n) });
  const first = await listReviews(testContext(), { userId: mentor.id });
  expect(first).toMatchObject({ pages: 2, rating: { count: 11, mean: 2.8 } });
  expect(first.reviews.map(({ createdAt }) => createdAt)).toEqual(
    Array.from({ length: REVIEWS_PER_PAGE }, (_, i) => day(REVIEWS_PER_PAGE - i).toISOString()),
  );
  const second = await listReviews(testContext(), { userId: mentor.id, page: 2 });
  expect(second.reviews.map(({ createdAt }) => createdAt)).toEqual([day(0).toISOString()]);
});
