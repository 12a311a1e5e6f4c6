import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, mentorships, outbox, profiles } from "#db/tables/index.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, type Person } from "#testing/factories.ts";
import { selectPeople } from "../graph/people-batch.ts";
import { advanceLine } from "../mentorships/advance-line.ts";
import { advanceOpenLines } from "../mentorships/advance-open-lines.ts";
import { resumeProfiles } from "./resume-profiles.ts";

const { db } = testContext();
const days = (ahead: number) => new Date(Date.now() + ahead * 86_400_000);
const rowOf = async ({ id }: Person) => (await db.select().from(profiles).where(eq(profiles.userId, id)))[0]!;
const openingsOf = async ({ id }: Person) => (await db.execute(selectPeople({ id }))).rows[0]!.openings;

it("ends the pauses whose day has come, once, and owes search, graph and line the news", async () => {
  const [over, paused] = await Promise.all([
    makeMentor(db, { pausedUntil: days(-1) }),
    makeMentor(db, { pausedUntil: days(3) }),
  ]);
  const ctx = testJobContext();
  expect(await resumeProfiles(ctx)).toBeGreaterThan(0);
  await resumeProfiles(ctx);
  expect(await rowOf(over)).toMatchObject({ pausedUntil: null, version: 2 });
  expect(await rowOf(paused)).toMatchObject({ pausedUntil: paused.profile.pausedUntil, version: 1 });
  const events = await db.select().from(auditEvents).where(eq(auditEvents.targetId, over.id));
  expect(events).toMatchObject([{ action: "profile.resumed", actorKind: "system" }]);
  const owed = await db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
  expect(owed.map(({ payload }) => payload)).toEqual(
    expect.arrayContaining([
      { kind: "search.embed-profile", userId: over.id },
      { kind: "graph.project-person", userId: over.id },
      { kind: "live.advance-line", mentorId: over.id },
    ]),
  );
});

it("is the product's alone", async () => {
  await expect(resumeProfiles(testContext() as never)).rejects.toMatchObject({ code: "not_signed_in" });
});

it("offers no place of somebody who pauses, in the line or in the graph, until the day has come", async () => {
  const mentor = await makeMentor(db, { capacity: 2, pausedUntil: days(2) });
  const { id: menteeId } = await makeMentee(db);
  const waiting = await makeMentorship(db, {
    mentorId: mentor.id,
    menteeId,
    state: "waiting",
    queuedAt: days(-1),
    expiresAt: null,
  });
  const stateOf = async () =>
    (await db.select().from(mentorships).where(eq(mentorships.id, waiting.id)))[0]!.state;
  expect(await openingsOf(mentor)).toBe(0);
  expect(await advanceLine(testJobContext(), { mentorId: mentor.id })).toBe(0);
  await advanceOpenLines(testJobContext());
  expect(await stateOf()).toBe("waiting");

  const later = testJobContext({ now: () => days(3) });
  await resumeProfiles(later);
  expect(await openingsOf(mentor)).toBe(2);
  expect(await advanceLine(later, { mentorId: mentor.id })).toBe(1);
  expect(await stateOf()).toBe("pending");
});
