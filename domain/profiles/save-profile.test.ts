import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, outbox, profileSkills, profiles, skills, users } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeSkill, makeUser, type Person } from "#testing/factories.ts";
import { loadMentorProfile } from "./load-mentor-profile.ts";
import { loadOwnProfile } from "./load-own-profile.ts";
import { saveProfile } from "./save-profile.ts";
import type { ProfileInput } from "./schema.ts";

const db = () => testContext().db;
const as = (person: Person) => testContext({ actor: actorOf(person) });
const inputFor = (person: Person, overrides: Partial<ProfileInput> = {}): ProfileInput => ({
  version: person.profile.version,
  isMentor: true,
  isMentee: true,
  headline: "Marine geologist who loses her voice",
  bio: "I can lower a corer into four kilometres of sea.",
  goals: "Say yes to the keynote.",
  seniority: "mid",
  languages: ["tr", "en"],
  timeZone: "Europe/Istanbul",
  country: "TR",
  offers: [{ skill: "public-speaking", level: "expert", years: 9 }],
  seeks: ["react"],
  capacity: 3,
  availability: [{ weekday: 3, startMinute: 1_200, endMinute: 1_320 }],
  visibility: "everyone",
  ...overrides,
});
const rowOf = async (person: Person) =>
  (await db().select().from(profiles).where(eq(profiles.userId, person.id)))[0]!;
const eventsOf = (person: Person) =>
  db().select().from(auditEvents).where(eq(auditEvents.targetId, person.id)).orderBy(auditEvents.id);

describe("saveProfile", () => {
  it("ends the onboarding: who saves a whole profile is seen", async () => {
    const [newcomer, reader] = [await makeMentee(db(), { onboardedAt: null }), await makeMentee(db())];
    await saveProfile(testContext({ actor: actorOf(newcomer, { onboarded: false }) }), inputFor(newcomer));
    await expect(loadMentorProfile(as(reader), { userId: newcomer.id })).resolves.toMatchObject({
      userId: newcomer.id,
    });
  });

  it("writes row, skills, week, roles, audit and jobs in two round trips", async () => {
    const person = await makeMentee(db(), { seeks: ["css"] });
    const ctx = as(person);
    expect(await saveProfile(ctx, inputFor(person))).toEqual({ version: 2 });
    expect(ctx.roundTrips()).toBe(2);
    expect(ctx.relayOwed()).toBe(true);

    expect(await rowOf(person)).toMatchObject({
      headline: "Marine geologist who loses her voice",
      capacity: 3,
      version: 2,
      isMentor: true,
    });
    const own = await loadOwnProfile(as(person));
    expect(own.offers).toEqual([
      {
        skill: "public-speaking",
        name: "Public Speaking",
        cluster: "Communication and Presenting",
        level: "expert",
        years: 9,
      },
    ]);
    expect(own.seeks.map(({ skill }) => skill)).toEqual(["react"]);
    expect(own.availability).toEqual([{ weekday: 3, startMinute: 1_200, endMinute: 1_320 }]);
    const [user] = await db().select().from(users).where(eq(users.id, person.id));
    expect(user!.roles.toSorted()).toEqual(["mentee", "mentor"]);

    const jobs = await db()
      .select({ payload: outbox.payload })
      .from(outbox)
      .where(eq(outbox.requestId, ctx.requestId))
      .orderBy(outbox.id);
    expect(jobs.map(({ payload }) => payload)).toEqual([
      { kind: "search.embed-profile", userId: person.id },
      { kind: "graph.project-person", userId: person.id },
      { kind: "graph.refresh-recommendations", userId: person.id },
      { kind: "live.advance-line", mentorId: person.id },
    ]);
  });

  it("makes names and aliases of offered skills part of what full-text search finds", async () => {
    const person = await makeMentee(db());
    await saveProfile(as(person), inputFor(person));
    const [skill] = await db().select().from(skills).where(eq(skills.slug, "public-speaking"));
    const { skillsText } = await rowOf(person);
    for (const term of [skill!.name, ...skill!.aliases]) expect(skillsText).toContain(term);
    expect(skillsText).not.toContain("React");
  });

  it("keeps words of one's own and where one lives out of the audit trail", async () => {
    const person = await makeMentee(db(), { headline: "A private past", capacity: 1 });
    await saveProfile(as(person), inputFor(person));
    const [event] = await eventsOf(person);
    expect(event).toMatchObject({ action: "profile.saved", actorId: person.id, targetType: "profile" });
    expect(event!.before).toMatchObject({ capacity: 1, isMentor: false, offers: [], seeks: [] });
    expect(event!.after).toMatchObject({ capacity: 3, isMentor: true, seeks: ["react"] });
    expect(event!.after).toMatchObject({ changed: expect.arrayContaining(["bio", "headline", "timeZone"]) });
    const written = JSON.stringify([event!.before, event!.after]);
    for (const word of ["corer", "geologist", "private past", "Istanbul"])
      expect(written).not.toContain(word);
  });

  it("replaces the set of skills: what is gone goes, what stays changes its level", async () => {
    const person = await makeMentor(db(), { offers: ["public-speaking", "css"] });
    const offers = [
      { skill: "public-speaking", level: "working" as const, years: 1 },
      { skill: "html", level: "advanced" as const, years: 4 },
    ];
    await saveProfile(as(person), inputFor(person, { offers, seeks: [] }));
    const rows = await db().select().from(profileSkills).where(eq(profileSkills.profileId, person.id));
    expect(rows.map(({ skillSlug, level }) => [skillSlug, level]).toSorted()).toEqual([
      ["html", "advanced"],
      ["public-speaking", "working"],
    ]);
  });

  it("keeps roles that are not the person's to choose", async () => {
    const person = await makeMentee(db(), { user: { roles: ["mentee", "moderator"] } });
    await saveProfile(as(person), inputFor(person, { isMentee: false }));
    const [user] = await db().select().from(users).where(eq(users.id, person.id));
    expect(user!.roles.toSorted()).toEqual(["mentor", "moderator"]);
  });

  it("takes the same form sent twice as one save", async () => {
    const person = await makeMentee(db());
    await saveProfile(as(person), inputFor(person));
    const again = as(person);
    expect(await saveProfile(again, inputFor(person))).toEqual({ version: 2 });
    expect(again.roundTrips()).toBe(1);
    expect(await eventsOf(person)).toHaveLength(1);
  });

  it("refuses to overwrite what was saved elsewhere meanwhile", async () => {
    const person = await makeMentee(db());
    await saveProfile(as(person), inputFor(person));
    const late = saveProfile(as(person), inputFor(person, { headline: "Older words" }));
    await expect(late).rejects.toMatchObject({ code: "conflict" });
    expect((await rowOf(person)).headline).toBe("Marine geologist who loses her voice");
  });

  it.each([
    ["another save", "Other words", "conflict"],
    ["the same save", "Marine geologist who loses her voice", "version 2"],
  ])("notices %s that comes between its look and its write", async (_, headline, outcome) => {
    const person = await makeMentee(db());
    const ctx = as(person);
    let first = true;
    const raced = testContext({
      actor: ctx.actor,
      db: new Proxy(ctx.db, {
        get(target, key) {
          if (key !== "execute" || !first) return Reflect.get(target, key);
          first = false;
          return async (query: never) => {
            await saveProfile(as(person), inputFor(person, { headline }));
            return target.execute(query);
          };
        },
      }),
    });
    const result = await saveProfile(raced, inputFor(person)).then(
      ({ version }) => `version ${version}`,
      (error) => error.code,
    );
    expect(result).toBe(outcome);
    expect(await eventsOf(person)).toHaveLength(1);
  });

  it("names the skills that it doesn't know, at their fields, and writes nothing", async () => {
    const person = await makeMentee(db());
    const input = inputFor(person, {
      offers: [{ skill: "telepathy", level: "expert", years: 1 }],
      seeks: ["time-travel", "react"],
    });
    await expect(saveProfile(as(person), input)).rejects.toMatchObject({
      code: "invalid_input",
      fields: { offers: expect.stringContaining("telepathy"), seeks: expect.stringContaining("time-travel") },
    });
    expect((await rowOf(person)).version).toBe(1);
    expect(await eventsOf(person)).toEqual([]);
  });

  it("lets a proposed skill be used by its proposer and by nobody else", async () => {
    const [proposer, other] = [await makeMentee(db()), await makeMentee(db())];
    const skill = await makeSkill(db(), { status: "proposed", proposedBy: proposer.id });
    const seeks = [skill.slug];
    await expect(saveProfile(as(proposer), inputFor(proposer, { seeks }))).resolves.toEqual({ version: 2 });
    await expect(saveProfile(as(other), inputFor(other, { seeks }))).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it.each([
    [1, { capacity: 0 }, { capacity: "You have one mentee now. Choose 1 or more." }],
    [2, { capacity: 1 }, { capacity: "You have 2 mentees now. Choose 2 or more." }],
    [2, { isMentor: false }, { isMentor: "You have 2 mentees now. End these mentorships first." }],
  ])("refuses to take away the places of %i mentees", async (activeMentees, change, fields) => {
    const person = await makeMentor(db(), { activeMentees, capacity: 3 });
    const save = saveProfile(as(person), inputFor(person, change));
    await expect(save).rejects.toMatchObject({ code: "invalid_input", fields });
  });

  it("refuses what the schema refuses, with the field", async () => {
    const person = await makeMentee(db());
    await expect(saveProfile(as(person), inputFor(person, { headline: "" }))).rejects.toMatchObject({
      code: "invalid_input",
      fields: { headline: "Say in one line who you are." },
    });
  });

  it("writes nothing at all when the audit event can't be written", async () => {
    const person = await makeMentee(db(), { seeks: ["css"] });
    const ctx = testContext({ actor: actorOf(person), requestId: null as unknown as string });
    await expect(saveProfile(ctx, inputFor(person))).rejects.toThrow();
    expect(ctx.relayOwed()).toBe(false);
    expect(await rowOf(person)).toMatchObject({ version: 1, headline: person.profile.headline });
    const own = await loadOwnProfile(as(person));
    expect(own.seeks.map(({ skill }) => skill)).toEqual(["css"]);
    expect(own.availability).toEqual([]);
    const [user] = await db().select().from(users).where(eq(users.id, person.id));
    expect(user!.roles).toEqual(["mentee"]);
  });

  it("refuses strangers, and people whose profile is gone", async () => {
    const person = await makeMentee(db());
    await expect(saveProfile(testContext(), inputFor(person))).rejects.toMatchObject({
      code: "not_signed_in",
    });
    const bare = await makeUser(db());
    const ctx = testContext({ actor: actorOf(bare) });
    await expect(saveProfile(ctx, inputFor(person))).rejects.toMatchObject({ code: "not_found" });
    await expect(loadOwnProfile(testContext({ actor: actorOf(bare) }))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("keeps markup, emoji and right-to-left text as they were written", async () => {
    const person = await makeMentee(db());
    const bio = `<script>alert(1)</script> 🐚 مرحبا ' "; drop table users; -- ${newId()}`;
    await saveProfile(as(person), inputFor(person, { bio, headline: "‏مرحبا <b>" }));
    expect(await loadOwnProfile(as(person))).toMatchObject({ bio, headline: "‏مرحبا <b>" });
  });

  it("appends no job about the line when there is no new place", async () => {
    const person = await makeMentor(db(), { capacity: 3 });
    const ctx = as(person);
    await saveProfile(ctx, inputFor(person));
    const line = await db()
      .select()
      .from(outbox)
      .where(and(eq(outbox.requestId, ctx.requestId), eq(outbox.kind, "live.advance-line")));
    expect(line).toEqual([]);
  });

  it("pauses until a morning where the mentor lives, and comes back when the day is emptied", async () => {
    const [person, reader] = [await makeMentor(db()), await makeMentee(db())];
    const day = dayAhead(30);
    await saveProfile(as(person), inputFor(person, { pausedUntil: day }));
    expect(await loadOwnProfile(as(person))).toMatchObject({ pausedUntil: day });
    expect(await loadMentorProfile(as(reader), { userId: person.id })).toMatchObject({ pausedUntil: day });
    const [stored] = await db()
      .select({ there: sql`to_char(paused_until at time zone 'Europe/Istanbul', 'YYYY-MM-DD HH24:MI')` })
      .from(profiles)
      .where(eq(profiles.userId, person.id));
    expect(stored!.there).toBe(`${day} 00:00`);
    const [event] = await eventsOf(person);
    expect(event!.after).toMatchObject({ pausedUntil: day });

    await saveProfile(as(person), inputFor(person, { version: 2 }));
    expect(await rowOf(person)).toMatchObject({ pausedUntil: null, version: 3 });
  });

  it("says from when a place is expected, while there is none and the day is to come", async () => {
    const [person, reader] = [await makeMentor(db(), { capacity: 1 }), await makeMentee(db())];
    const day = dayAhead(40);
    await saveProfile(as(person), inputFor(person, { freeFrom: day }));
    expect(await loadOwnProfile(as(person))).toMatchObject({ freeFrom: day });
    const [event] = await eventsOf(person);
    expect(event!.after).toMatchObject({ freeFrom: day });
    const seen = async () => (await loadMentorProfile(as(reader), { userId: person.id })).freeFrom;
    expect(await seen()).toBeNull();
    await db().update(profiles).set({ activeMentees: sql`capacity` }).where(eq(profiles.userId, person.id));
    expect(await seen()).toBe(day);
    await db()
      .update(profiles)
      .set({ freeFrom: dayAhead(-1) })
      .where(eq(profiles.userId, person.id));
    expect(await seen()).toBeNull();
    expect(await loadOwnProfile(as(person))).toMatchObject({ freeFrom: null });
  });

  it.each([
    ["a day gone by", -1, "Choose a day that is still to come."],
    ["a day in two years", 730, "Choose a day within a year."],
  ])("refuses a pause until %s, and a place from then", async (_, ahead, words) => {
    const person = await makeMentor(db());
    await expect(
      saveProfile(as(person), inputFor(person, { pausedUntil: dayAhead(ahead) })),
    ).rejects.toMatchObject({ code: "invalid_input", fields: { pausedUntil: words } });
    await expect(
      saveProfile(as(person), inputFor(person, { freeFrom: dayAhead(ahead) })),
    ).rejects.toMatchObject({ code: "invalid_input", fields: { freeFrom: words } });
    expect(await rowOf(person)).toMatchObject({ version: 1 });
  });
});

const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
