import { describe, expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor, makeMentorship, type Person } from "#testing/factories.ts";
import { loadMentorProfile } from "./load-mentor-profile.ts";

const db = () => testContext().db;
const as = (person: Person) => testContext({ actor: actorOf(person) });
const notFound = { code: "not_found" };

describe("loadMentorProfile", () => {
  it("shows a mentor with skills, places and week, in one round trip", async () => {
    const mentor = await makeMentor(db(), {
      offers: ["css"],
      seeks: ["react"],
      capacity: 3,
      activeMentees: 1,
    });
    const ctx = as(await makeMentee(db()));
    const view = await loadMentorProfile(ctx, { userId: mentor.id });
    expect(ctx.roundTrips()).toBe(1);
    expect(view).toMatchObject({
      userId: mentor.id,
      name: mentor.name,
      places: { capacity: 3, taken: 1 },
      offers: [{ skill: "css", name: "CSS", cluster: "Frontend Development", level: "working", years: 0 }],
      seeks: [{ skill: "react", name: "React" }],
      availability: [],
      connected: false,
      request: null,
    });
    expect(view).not.toHaveProperty("email");
  });

  it("shows a mentor whom everyone may see to a stranger too", async () => {
    const mentor = await makeMentor(db());
    expect(await loadMentorProfile(testContext(), { userId: mentor.id })).toMatchObject({
      connected: false,
      request: null,
    });
  });

  it("tells whether reader and mentor know each other, and how the newest request stands", async () => {
    const [mentor, mentee] = [await makeMentor(db()), await makeMentee(db())];
    await makeConnection(db(), mentee.id, mentor.id);
    await makeMentorship(db(), {
      mentorId: mentor.id,
      menteeId: mentee.id,
      state: "declined",
      createdAt: new Date(Date.now() - 86_400_000),
    });
    const open = await makeMentorship(db(), { mentorId: mentor.id, menteeId: mentee.id });
    expect(await loadMentorProfile(as(mentee), { userId: mentor.id })).toMatchObject({
      connected: true,
      request: { id: open.id, state: "pending", roomId: null },
    });
  });

  it("tells who of the two waits for the other", async () => {
    const [mentor, asking, asked, former] = [
      await makeMentor(db()),
      await makeMentee(db()),
      await makeMentee(db()),
      await makeMentee(db()),
    ];
    const state = "invited" as const;
    const mine = await makeConnection(db(), asking.id, mentor.id, { state, invitedBy: asking.id });
    const theirs = await makeConnection(db(), asked.id, mentor.id, { state, invitedBy: mentor.id });
    await makeConnection(db(), former.id, mentor.id, { state: "removed" });
    const seenBy = async (person: Person) =>
      (await loadMentorProfile(as(person), { userId: mentor.id })).connection;
    expect(await seenBy(asking)).toEqual({ id: mine.id, state: "you-invited" });
    expect(await seenBy(asked)).toEqual({ id: theirs.id, state: "invited-you" });
    expect(await seenBy(former)).toBeNull();
  });

  it("hides who shows themselves to connections from everybody else, and from those who were", async () => {
    const mentor = await makeMentor(db(), { visibility: "connections" });
    const [known, unknown, former, invited] = [
      await makeMentee(db()),
      await makeMentee(db()),
      await makeMentee(db()),
      await makeMentee(db()),
    ];
    await makeConnection(db(), known.id, mentor.id);
    await makeConnection(db(), former.id, mentor.id, { state: "removed" });
    await makeConnection(db(), invited.id, mentor.id, { state: "invited" });
    await expect(loadMentorProfile(as(known), { userId: mentor.id })).resolves.toMatchObject({
      connected: true,
    });
    for (const ctx of [as(unknown), as(former), as(invited), testContext()]) {
      await expect(loadMentorProfile(ctx, { userId: mentor.id })).rejects.toMatchObject(notFound);
    }
  });

  it("shows a hidden mentor to nobody but themselves", async () => {
    const [mentor, friend] = [await makeMentor(db(), { visibility: "hidden" }), await makeMentee(db())];
    await makeConnection(db(), friend.id, mentor.id);
    for (const ctx of [as(friend), testContext()]) {
      await expect(loadMentorProfile(ctx, { userId: mentor.id })).rejects.toMatchObject(notFound);
    }
    await expect(loadMentorProfile(as(mentor), { userId: mentor.id })).resolves.toMatchObject({
      userId: mentor.id,
    });
  });

  it("does not show who is still at the onboarding, or is no mentor, or does not exist", async () => {
    const starting = await makeMentor(db(), { onboardedAt: null });
    const mentee = await makeMentee(db());
    for (const userId of [starting.id, mentee.id, newId(), "not-an-id", "' or 1=1 --"]) {
      await expect(loadMentorProfile(as(mentee), { userId })).rejects.toMatchObject(notFound);
    }
  });
});
