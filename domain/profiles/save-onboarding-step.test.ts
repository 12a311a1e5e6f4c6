import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, profiles } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, type Person } from "#testing/factories.ts";
import { loadOwnProfile } from "./load-own-profile.ts";
import { saveOnboardingStep } from "./save-onboarding-step.ts";
import { saveProfile } from "./save-profile.ts";
import type { OnboardingStep } from "./schema.ts";

const db = () => testContext().db;
const as = (person: Person) => testContext({ actor: actorOf(person, { onboarded: false }) });
const newcomer = () => makeMentee(db(), { headline: "", onboardedAt: null });
const standing = {
  step: "standing",
  isMentor: true,
  isMentee: true,
  headline: "Turns dull decks into something people repeat",
  bio: "Radio producer, then speechwriter.",
  goals: "",
  seniority: null,
  languages: ["pt", "en"],
  timeZone: "Europe/Lisbon",
  country: null,
} satisfies OnboardingStep;
const skills = {
  step: "skills",
  offers: [{ skill: "presentation-skills", level: "expert", years: 15 }],
  seeks: ["react"],
  capacity: 2,
} satisfies OnboardingStep;
const times = {
  step: "times",
  availability: [{ weekday: 3, startMinute: 600, endMinute: 720 }],
} satisfies OnboardingStep;

describe("saveOnboardingStep", () => {
  it("saves each step by itself and ends with the last", async () => {
    const person = await newcomer();
    expect(await saveOnboardingStep(as(person), standing)).toEqual({ version: 2, onboarded: false });
    expect(await loadOwnProfile(as(person))).toMatchObject({ headline: standing.headline, onboarded: false });
    expect(await saveOnboardingStep(as(person), skills)).toEqual({ version: 3, onboarded: false });
    const last = as(person);
    expect(await saveOnboardingStep(last, times)).toEqual({ version: 4, onboarded: true });
    expect(last.roundTrips()).toBe(2);

    const own = await loadOwnProfile(as(person));
    expect(own).toMatchObject({ onboarded: true, capacity: 2, availability: times.availability });
    expect(own.offers.map(({ skill }) => skill)).toEqual(["presentation-skills"]);
    const events = await db()
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(eq(auditEvents.targetId, person.id))
      .orderBy(auditEvents.id);
    expect(events.map(({ action }) => action)).toEqual([
      "profile.onboarding-standing",
      "profile.onboarding-skills",
      "profile.onboarding-times",
    ]);
  });

  it("saves a step that is sent twice once", async () => {
    const person = await newcomer();
    await saveOnboardingStep(as(person), standing);
    expect(await saveOnboardingStep(as(person), standing)).toEqual({ version: 2, onboarded: false });
  });

  it("keeps places and the time of the first end when a step is saved again", async () => {
    const person = await newcomer();
    await saveOnboardingStep(as(person), standing);
    await saveOnboardingStep(as(person), skills);
    await saveOnboardingStep(as(person), times);
    const [before] = await db().select().from(profiles).where(eq(profiles.userId, person.id));
    const { capacity, ...withoutPlaces } = skills;
    await saveOnboardingStep(as(person), { ...withoutPlaces, seeks: ["css"] });
    const [after] = await db().select().from(profiles).where(eq(profiles.userId, person.id));
    expect(after).toMatchObject({ capacity, onboardedAt: before!.onboardedAt, version: 5 });
  });

  it("refuses to end before it is known who it is", async () => {
    const person = await newcomer();
    await expect(saveOnboardingStep(as(person), times)).rejects.toMatchObject({
      code: "invalid_input",
      fields: { headline: "Say in one line who you are." },
    });
  });

  it("refuses to end for a mentor who offers nothing", async () => {
    const person = await newcomer();
    await saveOnboardingStep(as(person), standing);
    await expect(saveOnboardingStep(as(person), times)).rejects.toMatchObject({
      code: "invalid_input",
      fields: { offers: expect.any(String) },
    });
  });

  it("refuses an unknown skill and a step that does not exist", async () => {
    const person = await newcomer();
    const unknown = saveOnboardingStep(as(person), { ...skills, seeks: ["telepathy"] });
    await expect(unknown).rejects.toMatchObject({
      code: "invalid_input",
      fields: { seeks: expect.any(String) },
    });
    const nowhere = saveOnboardingStep(as(person), { step: "payment" } as unknown as OnboardingStep);
    await expect(nowhere).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("tells of a save that came in between", async () => {
    const person = await newcomer();
    await saveOnboardingStep(as(person), standing);
    const ctx = as(person);
    let first = true;
    const raced = testContext({
      actor: ctx.actor,
      db: new Proxy(ctx.db, {
        get(target, key) {
          if (key !== "execute" || !first) return Reflect.get(target, key);
          first = false;
          return async (query: never) => {
            await saveOnboardingStep(as(person), { ...standing, goals: "Meanwhile." });
            return target.execute(query);
          };
        },
      }),
    });
    await expect(saveOnboardingStep(raced, skills)).rejects.toMatchObject({ code: "conflict" });
  });

  it("refuses strangers", async () => {
    await expect(saveOnboardingStep(testContext(), times)).rejects.toMatchObject({ code: "not_signed_in" });
  });

  it("leaves a version from which the whole profile can be saved", async () => {
    const person = await newcomer();
    const { version } = await saveOnboardingStep(as(person), standing);
    const { step, ...rest } = standing;
    const { step: _, ...skillPart } = skills;
    const whole = { ...rest, ...skillPart, availability: [], visibility: "hidden" as const, version };
    expect(await saveProfile(as(person), whole)).toEqual({ version: version + 1 });
  });
});
