import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeSkill, makeUser } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import { noFilters } from "../search/schema.ts";
import { searchMentors } from "../search/search-mentors.ts";
import { loadMentorProfile } from "./load-mentor-profile.ts";
import { unverifyMentor } from "./unverify-mentor.ts";
import { verifyMentor } from "./verify-mentor.ts";

const { db } = testContext();
const staff = async (role: "admin" | "moderator" | "auditor") =>
  testContext({ actor: actorOf(await makeUser(db, { roles: [role] })) });

it("marks a mentor as checked for search and page, once, and takes it back", async () => {
  const { slug } = await makeSkill(db);
  const mentor = await makeMentor(db, { offers: [slug] });
  const filters = { ...noFilters, skills: [slug], verified: true };
  const found = async () => (await searchMentors(testContext(), { filters })).total;
  expect(await found()).toBe(0);
  const ctx = await staff("moderator");
  await verifyMentor(ctx, { userId: mentor.id });
  expect(ctx.roundTrips()).toBe(1);
  await verifyMentor(await staff("admin"), { userId: mentor.id });
  expect(await found()).toBe(1);
  expect(await loadMentorProfile(testContext(), { userId: mentor.id })).toMatchObject({ verified: true });
  await unverifyMentor(await staff("admin"), { userId: mentor.id });
  await unverifyMentor(await staff("admin"), { userId: mentor.id });
  expect(await found()).toBe(0);
  const events = await db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.targetId, mentor.id))
    .orderBy(auditEvents.id);
  expect(events.map(({ action }) => action)).toEqual(["mentor.verified", "mentor.unverified"]);
  expect(events[0]).toMatchObject({ actorId: ctx.actor.kind === "user" && ctx.actor.id });
});

it("marks no mentee and nobody who isn't there, and is for the staff alone", async () => {
  const [mentor, mentee] = [await makeMentor(db), await makeMentee(db)];
  for (const userId of [mentee.id, newId()])
    await expect(verifyMentor(await staff("admin"), { userId })).rejects.toMatchObject({ code: "not_found" });
  await expect(verifyMentor(await staff("admin"), { userId: "x" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  const refused = [await staff("auditor"), testContext({ actor: actorOf(mentor) })];
  for (const ctx of refused) {
    for (const verb of [verifyMentor, unverifyMentor])
      await expect(verb(ctx, { userId: mentor.id })).rejects.toMatchObject({ code: "not_allowed" });
    await ctx.settled();
  }
});
