import { describe, expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeSkill, type Person } from "#testing/factories.ts";
import { loadMentorProfile } from "../profiles/load-mentor-profile.ts";
import { noFilters } from "../search/schema.ts";
import { searchMentors } from "../search/search-mentors.ts";
import { listRequests } from "./list-requests.ts";
import { loadRequest } from "./load-request.ts";
import { requestListSchema } from "./schema.ts";

const db = () => testContext().db;
const as = (person: Person) => testContext({ actor: actorOf(person) });
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

describe("listRequests", () => {
  it("shows a mentor what to answer first, then the rest, in one round trip", async () => {
    const mentor = await makeMentor(db(), { capacity: 3, activeMentees: 1 });
    const own = { mentorId: mentor.id };
    const old = await makeMentorship(db(), { ...own, state: "declined", createdAt: inMinutes(-90) });
    const soon = await makeMentorship(db(), { ...own, expiresAt: inMinutes(5) });
    const late = await makeMentorship(db(), { ...own, expiresAt: inMinutes(50) });
    const active = await makeMentorship(db(), { ...own, state: "active", expiresAt: null });
    await makeMentorship(db());
    const ctx = as(mentor);
    const list = await listRequests(ctx, { as: "mentor" });
    expect(ctx.roundTrips()).toBe(1);
    expect(list.requests.map((request) => request.id)).toEqual([soon.id, late.id, active.id, old.id]);
    expect(list.requests.map((request) => request.actions)).toEqual([
      ["accept", "decline"],
      ["accept", "decline"],
      ["complete", "end"],
      [],
    ]);
    expect(list.places).toEqual({ capacity: 3, taken: 1 });
    expect(requestListSchema.parse(list)).toEqual(list);
  });

  it("shows a mentee what they sent, with the mentor and the place in line", async () => {
    const mentor = await makeMentor(db(), { capacity: 1, activeMentees: 1, country: "CA" });
    const mentee = await makeMentee(db());
    const line = { mentorId: mentor.id, state: "waiting" as const, expiresAt: null };
    await makeMentorship(db(), { ...line, queuedAt: inMinutes(-9) });
    await makeMentorship(db(), { ...line, queuedAt: inMinutes(-3) });
    await makeMentorship(db(), { ...line, menteeId: mentee.id, queuedAt: inMinutes(-5) });
    const { requests, places } = await listRequests(as(mentee), { as: "mentee" });
    expect(places).toBeNull();
    expect(requests).toMatchObject([
      {
        as: "mentee",
        placeInLine: 2,
        places: { capacity: 1, taken: 1 },
        other: { userId: mentor.id, name: mentor.name, headline: mentor.profile.headline, country: "CA" },
        actions: ["edit", "withdraw"],
      },
    ]);
  });

  it("has nothing for somebody new, and no third side", async () => {
    const mentee = await makeMentee(db());
    expect(await listRequests(as(mentee), { as: "mentor" })).toEqual({ requests: [], places: null });
    const attempt = listRequests(as(mentee), { as: "everybody" as never });
    await expect(attempt).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("loadRequest", () => {
  it("shows a request to its two people, each with the other", async () => {
    const [mentor, mentee] = [await makeMentor(db()), await makeMentee(db())];
    const request = await makeMentorship(db(), { mentorId: mentor.id, menteeId: mentee.id });
    expect(await loadRequest(as(mentor), { id: request.id })).toMatchObject({
      as: "mentor",
      other: { userId: mentee.id },
      placeInLine: null,
      expiresAt: request.expiresAt!.toISOString(),
    });
    expect(await loadRequest(as(mentee), { id: request.id })).toMatchObject({
      as: "mentee",
      other: { userId: mentor.id },
    });
  });

  it("does not exist for anybody else", async () => {
    const request = await makeMentorship(db());
    const ctx = as(await makeMentor(db()));
    for (const id of [request.id, newId(), "no id"]) {
      await expect(loadRequest(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
    }
    await ctx.settled();
    const anonymous = testContext();
    await expect(loadRequest(anonymous, { id: request.id })).rejects.toMatchObject({ code: "not_signed_in" });
    await anonymous.settled();
  });
});

it("says on page and card how many wait in a full mentor's line, and the reader's own place in it", async () => {
  const { db } = testContext();
  const { slug } = await makeSkill(db);
  const mentor = await makeMentor(db, { offers: [slug], capacity: 1, activeMentees: 1 });
  const [first, second] = [await makeMentee(db), await makeMentee(db)];
  for (const [minutes, { id: menteeId }] of [first, second].entries()) {
    const queuedAt = new Date(Date.UTC(2026, 0, 1, 10, minutes));
    await makeMentorship(db, { mentorId: mentor.id, menteeId, state: "waiting", queuedAt, expiresAt: null });
  }
  await makeMentorship(db, { mentorId: mentor.id });
  const lines = async (ctx: ReturnType<typeof testContext>) => {
    const { line } = await loadMentorProfile(ctx, { userId: mentor.id });
    const filters = { ...noFilters, skills: [slug], hasPlace: false };
    const { cards } = await searchMentors(ctx, { filters });
    expect(cards.map((card) => card.line)).toEqual([line]);
    return line;
  };
  expect(await lines(testContext())).toEqual({ waiting: 2, yours: null });
  expect(await lines(testContext({ actor: actorOf(second) }))).toEqual({ waiting: 2, yours: 2 });
});
