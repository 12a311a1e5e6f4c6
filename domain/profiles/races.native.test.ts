import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, profileSkills, profiles } from "#db/tables/index.ts";
import { acceptRequest } from "#domain/mentorships/accept-request.ts";
import { actorOf } from "#testing/actor.ts";
import { makeMentor, makeMentorship, type Person } from "#testing/factories.ts";
import { nativeContext, onNativePostgres } from "#testing/native-postgres.ts";
import { saveProfile } from "./save-profile.ts";
import type { ProfileInput } from "./schema.ts";

const inputFor = (person: Person, overrides: Partial<ProfileInput>): ProfileInput => ({
  version: person.profile.version,
  isMentor: true,
  isMentee: false,
  headline: "Turns dull decks into something people repeat",
  bio: "",
  goals: "",
  seniority: null,
  languages: ["en"],
  timeZone: "UTC",
  country: null,
  offers: [{ skill: "presentation-skills", level: "expert", years: 15 }],
  seeks: [],
  capacity: 2,
  availability: [],
  visibility: "everyone",
  ...overrides,
});

onNativePostgres("profiles under concurrency", (postgres) => {
  const as = (person: Person) => nativeContext(postgres.url, { actor: actorOf(person) });

  it("lets one of ten different saves win, with its own skills, and tells the others", async () => {
    const person = await makeMentor(postgres.db);
    const skills = ["css", "html", "react", "javascript", "typescript"];
    const saves = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => {
        const offers = [{ skill: skills[i % 5]!, level: "expert" as const, years: i }];
        return saveProfile(as(person), inputFor(person, { headline: `Version ${i}`, offers }));
      }),
    );
    const won = saves.flatMap((save, i) => (save.status === "fulfilled" ? [i] : []));
    expect(won).toHaveLength(1);
    const refused = saves.flatMap((save) => (save.status === "rejected" ? [save.reason.code] : []));
    expect(refused).toEqual(Array(9).fill("conflict"));

    const [row] = await postgres.db.select().from(profiles).where(eq(profiles.userId, person.id));
    expect(row).toMatchObject({ headline: `Version ${won[0]}`, version: 2 });
    const offered = await postgres.db
      .select()
      .from(profileSkills)
      .where(eq(profileSkills.profileId, person.id));
    expect(offered.map(({ years }) => years)).toEqual(won);
    const events = await postgres.db.select().from(auditEvents).where(eq(auditEvents.targetId, person.id));
    expect(events).toHaveLength(1);
  });

  it("takes the same form sent ten times at once as one save", async () => {
    const person = await makeMentor(postgres.db);
    const input = inputFor(person, {});
    const saved = await Promise.all(Array.from({ length: 10 }, () => saveProfile(as(person), input)));
    expect(saved).toEqual(Array(10).fill({ version: 2 }));
    const events = await postgres.db.select().from(auditEvents).where(eq(auditEvents.targetId, person.id));
    expect(events).toHaveLength(1);
  });

  it("never leaves a mentor with more mentees than places", async () => {
    for (let round = 0; round < 10; round++) {
      const person = await makeMentor(postgres.db, { capacity: 2, activeMentees: 1 });
      const { id } = await makeMentorship(postgres.db, { mentorId: person.id });
      const results = await Promise.allSettled([
        saveProfile(as(person), inputFor(person, { capacity: 1 })),
        acceptRequest(as(person), { id }),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const [row] = await postgres.db.select().from(profiles).where(eq(profiles.userId, person.id));
      expect(row!.activeMentees).toBeLessThanOrEqual(row!.capacity);
    }
  });
});
