import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import {
  auditEvents,
  mentorMarks,
  outbox,
  profiles,
  savedSearches,
  savedSearchHits,
} from "#db/tables/index.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeMentor, type Person, type PersonOverrides } from "#testing/factories.ts";
import { embedProfile } from "../embedding/embed-profile.ts";
import { newId } from "../ids.ts";
import { checkSavedSearches } from "./check-saved-searches.ts";

const { db } = testContext();

/** Years ago, so that nothing of other tests is due; each test has a year of its own. */
const moment = (year: number, day = 1) => new Date(Date.UTC(year, 0, day));
const jobAt = (at: Date) => testJobContext({ now: () => at });

async function watched(person: Person, address: string, checkedAt: Date, overrides = {}) {
  const query = new URLSearchParams(address).get("q") ?? "";
  const row = { id: newId(), userId: person.id, address, query, checkedAt, ...overrides };
  await db.insert(savedSearches).values(row);
  return row.id;
}

/** A mentor whom search knows from then on. */
async function newMentor(at: Date, overrides: PersonOverrides) {
  const mentor = await makeMentor(db, overrides);
  await embedProfile(jobAt(at), { userId: mentor.id });
  return mentor;
}

const welder = { headline: "Teaches people to weld", bio: "Gates, frames, boats.", offers: ["welding"] };
const hitsOf = async (id: string) =>
  (await db.select().from(savedSearchHits).where(eq(savedSearchHits.savedSearchId, id))).map(
    ({ mentorId }) => mentorId,
  );
const owedBy = async (requestId: string) =>
  (await db.select().from(outbox).where(eq(outbox.requestId, requestId))).map(({ payload }) => payload);
const checkedAt = async (id: string) =>
  (await db.select().from(savedSearches).where(eq(savedSearches.id, id)))[0]!.checkedAt;

it("tells once of a new mentor who fits, not of one who doesn't, and goes on from there", async () => {
  const me = await makeMentee(db);
  const id = await watched(me, "q=I+want+to+learn+welding", moment(2001));
  const fits = await newMentor(moment(2001, 2), welder);
  await newMentor(moment(2001, 2), { headline: "Baroque violin, and teaching children to listen" });
  const ctx = jobAt(moment(2001, 3));
  expect(await checkSavedSearches(ctx)).toBe(1);
  expect(await hitsOf(id)).toEqual([fits.id]);
  expect(await owedBy(ctx.requestId)).toEqual([
    { kind: "live.notify-search", userId: me.id, savedSearchId: id, mentorId: fits.id },
  ]);
  expect(await db.select().from(auditEvents).where(eq(auditEvents.targetId, id))).toMatchObject([
    { action: "saved-search.matched", actorKind: "system", after: { mentors: [fits.id] } },
  ]);
  const again = jobAt(moment(2001, 4));
  expect(await checkSavedSearches(again)).toBe(0);
  expect(await owedBy(again.requestId)).toEqual([]);
});

it("is told of nobody who passes no filter, is oneself, is marked as not for one, or came before", async () => {
  const me = await makeMentor(db, welder);
  await embedProfile(jobAt(moment(2002, 2)), { userId: me.id });
  const early = await newMentor(moment(2002, 1), welder);
  const unwanted = await newMentor(moment(2002, 2), welder);
  await newMentor(moment(2002, 2), { ...welder, capacity: 0 });
  await newMentor(moment(2002, 2), { ...welder, languages: ["fr"] });
  const fits = await newMentor(moment(2002, 2), { ...welder, languages: ["tr"] });
  await db.insert(mentorMarks).values({ userId: me.id, mentorId: unwanted.id, kind: "not_interested" });
  const byWords = await watched(me, "q=welding&lang=tr", moment(2002, 1));
  const byFilter = await watched(me, "lang=tr&skill=welding", moment(2002, 1));
  const ctx = jobAt(moment(2002, 3));
  await checkSavedSearches(ctx);
  expect(await hitsOf(byWords)).toEqual([fits.id]);
  expect(await hitsOf(byFilter)).toEqual([fits.id]);
  // two searches found the same mentor: the person hears of it once
  const owed = await owedBy(ctx.requestId);
  expect(owed.filter((job) => (job as { userId: string }).userId === me.id)).toHaveLength(1);
  expect(early.id).not.toBe(fits.id);
});

it("moves on where nobody fits, leaves alone what is not watched, and asks nothing while nobody is new", async () => {
  const me = await makeMentee(db);
  const silent = await watched(me, "q=welding", moment(2003), { watched: false });
  const other = await watched(me, "q=how+to+tune+a+church+organ&lang=ka", moment(2003));
  const nobody = jobAt(moment(2003, 2));
  await checkSavedSearches(nobody);
  expect(await checkedAt(other)).toEqual(moment(2003));
  await newMentor(moment(2003, 3), welder);
  const ctx = jobAt(moment(2003, 4));
  await checkSavedSearches(ctx);
  expect(await hitsOf(other)).toEqual([]);
  expect(await checkedAt(other)).toEqual(new Date(moment(2003, 4).getTime() - 10_000));
  expect(await checkedAt(silent)).toEqual(moment(2003));
});

it("keeps what could not be compared for later, and says so", async () => {
  const me = await makeMentee(db);
  const id = await watched(me, "q=welding", moment(2004));
  await newMentor(moment(2004, 2), welder);
  const embed = async () => {
    throw new Error("no model");
  };
  const ctx = testJobContext({
    now: () => moment(2004, 3),
    embeddings: { ...testContext().embeddings, hints: undefined, local: false, embed },
  });
  expect(await checkSavedSearches(ctx)).toBe(0);
  expect(await checkedAt(id)).toEqual(moment(2004));
  expect(ctx.logs.map(({ message }) => message)).toContain("saved search not checked");
  await db.delete(savedSearches).where(eq(savedSearches.id, id));
});

it("is for jobs alone", async () => {
  const ctx = Object.assign(testJobContext(), { actor: testContext().actor });
  await expect(checkSavedSearches(ctx)).rejects.toMatchObject({ code: "not_signed_in" });
});

it("calls a mentor new when everybody can find them for the first time, and never again", async () => {
  const sinceOf = async ({ id }: Person) =>
    (await db.select().from(profiles).where(eq(profiles.userId, id)))[0]!.findableSince;
  const embed = (person: Person, day: number) =>
    embedProfile(jobAt(moment(2005, day)), { userId: person.id });
  const mentor = await makeMentor(db, { ...welder, visibility: "hidden" });
  await embed(mentor, 1);
  expect(await sinceOf(mentor)).toBeNull();
  await db.update(profiles).set({ visibility: "everyone" }).where(eq(profiles.userId, mentor.id));
  await embed(mentor, 2);
  await embed(mentor, 3);
  expect(await sinceOf(mentor)).toEqual(moment(2005, 2));
  for (const overrides of [{ isMentor: false }, { onboardedAt: null }, { pausedUntil: moment(2005, 9) }]) {
    const other = await makeMentor(db, { ...welder, ...overrides });
    await embed(other, 2);
    expect(await sinceOf(other)).toBeNull();
  }
});
