import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { blocks, mentorMarks, recommendations } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { callApi, tokenOf } from "#testing/api.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import {
  makeConnection,
  makeMentor,
  makeMentorship,
  makeReview,
  makeSkill,
  type Person,
} from "#testing/factories.ts";
import { suggestConnections } from "../connections/suggest-connections.ts";
import { newId } from "../ids.ts";
import { notifySearch } from "../notifications/notify-search.ts";
import { loadCandidates } from "../recommendations/load-candidates.ts";
import { loadRecommendations } from "../recommendations/load-recommendations.ts";
import { findNewFits } from "../saved-searches/find-new-fits.ts";
import { saveSearch } from "../saved-searches/save-search.ts";
import { suggestSkills } from "../skills/suggest-skills.ts";
import { noFilters } from "./schema.ts";
import { searchMentors } from "./search-mentors.ts";
import { suggestSearch } from "./suggest-search.ts";

const { db } = testContext();
const DAY_MS = 86_400_000;

/** Everything that decides who may be found by whom. */
const stateOfMentor = fc.record({
  visibility: fc.constantFrom("everyone" as const, "connections" as const, "hidden" as const),
  connected: fc.boolean(),
  block: fc.constantFrom("none" as const, "none" as const, "mine" as const, "theirs" as const),
  /** Days until the pause ends; below 0 it is over. */
  pause: fc.constantFrom(null, null, -1, 20),
  onboarded: fc.constantFrom(true, true, true, false),
  /** False: the role was taken away, and the offers are still there. */
  isMentor: fc.constantFrom(true, true, true, false),
  full: fc.boolean(),
  unwanted: fc.constantFrom(false, false, true),
  asked: fc.constantFrom(false, false, true),
});
type State = typeof stateOfMentor extends fc.Arbitrary<infer Shape> ? Shape : never;
type Known = State & { id: string };

// The rule in plain words, apart from the statement that is tested.
const isSeen = (s: State, stranger: boolean): boolean => {
  if (!s.onboarded || !s.isMentor) return false;
  if (stranger) return s.visibility === "everyone";
  return (
    s.block === "none" && (s.visibility === "everyone" || (s.visibility === "connections" && s.connected))
  );
};
const isFound = (s: State, stranger = false) => isSeen(s, stranger) && (s.pause === null || s.pause < 0);
const isOffered = (s: State) => isFound(s) && !s.full && !s.unwanted && !s.asked;

it("shows everywhere those who may be found, and nobody else, whatever state they are in", {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stateOfMentor, { minLength: 2, maxLength: 4 }), async (states) => {
      const world = await makeWorld(states);
      const stranger = testContext();
      const ids = (chosen: (state: State) => boolean) =>
        world.mentors
          .filter(chosen)
          .map(({ id }) => id)
          .toSorted();
      const { me, skill } = world;
      const mine = testContext({ actor: actorOf(me) });
      const filters = { ...noFilters, skills: [skill.slug], hasPlace: false };

      const all = await searchMentors(mine, { filters });
      expect(idsOf(all.cards), "search without words").toEqual(ids((s) => isFound(s)));
      expect(all.facets.free + all.facets.full, "facets").toBe(ids((s) => isFound(s)).length);
      const free = await searchMentors(mine, { filters: { ...filters, hasPlace: true } });
      expect(idsOf(free.cards), "search for a free place").toEqual(ids((s) => isFound(s) && !s.full));
      const strangers = await searchMentors(stranger, { filters });
      expect(idsOf(strangers.cards), "a stranger's search").toEqual(
        [...ids((s) => isFound(s, true)), me.id].toSorted(),
      );
      const worded = await searchMentors(mine, { query: skill.name, filters });
      expect(idsOf(worded.cards), "search by words").toEqual(ids((s) => isFound(s)));
      const [suggested] = await suggestSkills(mine, { text: skill.name });
      expect(suggested?.mentors, "mentors of a skill").toBe(ids((s) => isFound(s)).length);

      const typed = await suggestSearch(mine, { text: world.surname });
      expect(idsOf(typed.people), "typed into the search").toEqual(ids((s) => isFound(s)));

      await expectRecommendations(world, ids);
      await expectWatchedSearch(world, ids);
      await expectApi(world, ids);
      const people = idsOf(await suggestConnections(mine));
      const mayKnow = ids((s) => isSeenAsPerson(s) && !s.connected && !s.unwanted);
      expect(people.filter((id) => world.mentors.some((mentor) => mentor.id === id))).toEqual(mayKnow);
    }),
    { numRuns: 20, endOnFailure: true },
  );
});

/** People needn't mentor, or take anybody, to be known. */
const isSeenAsPerson = (s: State) => isSeen({ ...s, isMentor: true }, false);

type World = Awaited<ReturnType<typeof makeWorld>>;
type Ids = (chosen: (state: State) => boolean) => string[];

/** A reader, and mentors in these states, who all offer one skill that nobody else has. */
async function makeWorld(states: State[]) {
  const skill = await makeSkill(db, { status: "approved" });
  const me = await makeMentor(db, { offers: [skill.slug], seeks: [skill.slug] });
  // a moment of their own, so that a watched search compares these alone
  const since = new Date(Date.UTC(1980, 0, 1) + Math.floor(Math.random() * 7_000 * DAY_MS));
  const surname = `Q${newId().slice(-12)}`;
  const mentors: Known[] = [];
  for (const state of states) {
    const mentor = await makeMentor(db, {
      offers: [skill.slug],
      capacity: 1,
      activeMentees: state.full ? 1 : 0,
      visibility: state.visibility,
      isMentor: state.isMentor,
      onboardedAt: state.onboarded ? new Date() : null,
      pausedUntil: state.pause === null ? null : new Date(Date.now() + state.pause * DAY_MS),
      findableSince: since,
      user: { name: `Ada ${surname}` },
    });
    await relate(me, mentor, state);
    mentors.push({ ...state, id: mentor.id });
  }
  return { me, skill, mentors, since, surname };
}

async function relate(me: Person, mentor: Person, state: State) {
  // a block parts two people: whoever is blocked and connected is so by an older row
  if (state.connected) await makeConnection(db, me.id, mentor.id);
  const [blockerId, blockedId] = state.block === "mine" ? [me.id, mentor.id] : [mentor.id, me.id];
  if (state.block !== "none") await db.insert(blocks).values({ blockerId, blockedId });
  const mark = { userId: me.id, mentorId: mentor.id, kind: "not_interested" as const };
  if (state.unwanted) await db.insert(mentorMarks).values(mark);
  // by somebody whom everybody may see
  await makeReview(db, { mentorId: mentor.id });
  if (state.asked) await makeMentorship(db, { mentorId: mentor.id, menteeId: me.id });
}

async function expectRecommendations({ me, mentors }: World, ids: Ids) {
  const mine = () => testContext({ actor: actorOf(me) });
  const ours = (found: string[]) => found.filter((id) => mentors.some((mentor) => mentor.id === id));
  const bySql = await loadRecommendations(mine());
  expect(ours(idsOf(bySql.cards)), "recommendations by SQL").toEqual(ids(isOffered));
  const { candidates } = await loadCandidates(testJobContext(), me.id);
  expect(ours(candidates.map(({ mentorId }) => mentorId)).toSorted(), "precomputing").toEqual(ids(isOffered));
  // computed when everybody could still be met
  const items = mentors.map(({ id }) => ({ mentorId: id, score: 1, path: [] }));
  await db.insert(recommendations).values({ userId: me.id, items, source: "graph", computedAt: new Date() });
  const stored = await loadRecommendations(mine());
  expect(ours(idsOf(stored.cards)), "precomputed recommendations").toEqual(ids(isOffered));
}

async function expectWatchedSearch({ me, mentors, skill, since }: World, ids: Ids) {
  const address = `skill=${skill.slug}&full=1`;
  const { id } = await saveSearch(testContext({ actor: actorOf(me) }), { address, watched: true });
  const checkedAt = new Date(since.getTime() - 1);
  const search = { id, userId: me.id, timeZone: "UTC", address, checkedAt };
  const fits = await findNewFits(testJobContext(), search, since);
  expect(fits.map(({ mentorId }) => mentorId).toSorted(), "new for a watched search").toEqual(
    ids((s) => isFound(s) && !s.unwanted),
  );
  // told later, when the state may be another one
  const job = testJobContext();
  for (const mentor of mentors)
    await notifySearch(job, { userId: me.id, savedSearchId: id, mentorId: mentor.id });
  const told = job.effects.delivered.map(({ notification }) => notification.key.split(":")[1]!);
  expect(told.toSorted(), "word of somebody new").toEqual(ids((s) => isFound(s)));
}

async function expectApi({ me, mentors, skill }: World, ids: Ids) {
  const token = await tokenOf(db, me);
  const { body } = await callApi("GET", `/mentors?skill=${skill.slug}&full=1`, { token });
  const { cards } = z.object({ cards: z.array(z.object({ userId: z.string() })) }).parse(body);
  expect(idsOf(cards), "search by the API").toEqual(ids((s) => isFound(s)));
  const opened: string[] = [];
  for (const { id } of mentors) {
    const { status } = await callApi("GET", `/mentors/${id}`, { token });
    expect([200, 404]).toContain(status);
    if (status === 200) opened.push(id);
    const reviews = await callApi("GET", `/mentors/${id}/reviews`, { token });
    expect(reviews.status, "reviews").toBe(status);
  }
  // whoever pauses still has a page, which says until when
  expect(opened.toSorted(), "pages").toEqual(ids((s) => isSeen(s, false)));
  const { status } = await callApi("GET", `/mentors/${newId()}`, { token });
  expect(status).toBe(404);
}

const idsOf = (people: { userId: string }[]): string[] => people.map(({ userId }) => userId).toSorted();
