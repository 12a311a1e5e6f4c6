import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { availabilityRules } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import {
  makeConnection,
  makeMentee,
  makeMentor,
  makeProfileSkill,
  makeSkill,
  type PersonOverrides,
} from "#testing/factories.ts";
import type { ReadContext } from "../context.ts";
import { embedProfile } from "../embedding/embed-profile.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { formatSearch, parseSearch } from "./address.ts";
import type { SearchResult } from "./schema.ts";
import { searchMentors } from "./search-mentors.ts";

/** A skill of this test alone, by whose one-word name its mentors are found. */
async function ownSkill() {
  const word = `craft${newId().slice(-12)}`;
  const skill = await makeSkill(testContext().db, { slug: word, name: word, aliases: [`the ${word} way`] });
  return { word, slug: skill.slug };
}

/** `filedUnder` is offered but not embedded: a made-up name would move the vector by chance. */
async function makeEmbeddedMentor(overrides: PersonOverrides, filedUnder?: string) {
  const ctx = testJobContext();
  const mentor = await makeMentor(ctx.db, overrides);
  await embedProfile(ctx, { userId: mentor.id });
  if (filedUnder)
    await makeProfileSkill(ctx.db, { profileId: mentor.id, skillSlug: filedUnder, kind: "offers" });
  return mentor;
}

const idsOf = (result: SearchResult) => result.cards.map(({ userId }) => userId);

/** What a search for the word finds, among this test's own people. */
const find = async (ctx: ReadContext, word: string, filters: object = {}) =>
  idsOf(await searchMentors(ctx, { query: word, filters: { skills: [word], ...filters } }));

it("finds by meaning what shares no word with the need", async () => {
  const { slug } = await ownSkill();
  const coach = await makeEmbeddedMentor(
    { headline: "Rhetoric coach", bio: "I help people who dread audiences.", offers: ["public-speaking"] },
    slug,
  );
  const gardener = await makeEmbeddedMentor({ headline: "Gardener", bio: "Soil, seeds and patience." }, slug);
  const query = "My throat closes when I stand before a full room";
  const result = await searchMentors(testContext(), { query, filters: { skills: [slug] } });
  expect(idsOf(result)[0]).toBe(coach.id);
  expect(result.cards[0]!.reasons.length).toBeGreaterThan(0);
  expect(gardener.id).not.toBe(idsOf(result)[0]);
});

it("shows the nearest of those who pass a filter, however far from the need they are", async () => {
  const { slug } = await ownSkill();
  const mentor = await makeEmbeddedMentor({ headline: "Gardener" }, slug);
  const { embeddings } = testContext();
  const opposite = {
    ...embeddings,
    embed: async (texts: string[], as: "query" | "document") =>
      (await embeddings.embed(["Gardener"], as)).flatMap((vector) =>
        texts.map(() => vector?.map((x) => -x) ?? null),
      ),
  };
  const ctx = testContext({ embeddings: opposite });
  expect(idsOf(await searchMentors(ctx, { query: "anything else", filters: { skills: [slug] } }))).toEqual([
    mentor.id,
  ]);
});

it("understands skills by name and alias, the longest one, and says in whose words", async () => {
  const { word, slug } = await ownSkill();
  const mentor = await makeEmbeddedMentor({ offers: [slug] });
  const result = await searchMentors(testContext(), { query: `Teach me THE ${word.toUpperCase()} way` });
  expect(result.understood.skills).toEqual([{ slug, name: word, matched: `THE ${word.toUpperCase()} way` }]);
  expect(idsOf(result)).toContain(mentor.id);
  const card = result.cards.find(({ userId }) => userId === mentor.id)!;
  expect(card.reasons[0]).toMatchObject({
    kind: "skill",
    label: word,
    evidence: expect.stringContaining("you asked for it"),
  });
});

it("forgets what the person took away from the understanding", async () => {
  const { word, slug } = await ownSkill();
  const query = `an expert in ${word}, in Turkish, evenings in Berlin`;
  const { understood } = await searchMentors(testContext(), { query });
  expect(understood).toMatchObject({
    skills: [{ slug }],
    languages: [{ code: "tr" }],
    level: { level: "expert" },
    zone: { id: "berlin" },
  });
  const filters = { ignored: [slug, "lang-tr", "level-expert", "zone-berlin"] };
  const result = await searchMentors(testContext(), { query, filters });
  expect(result.understood).toEqual({ skills: [], languages: [], level: null, zone: null });
});

it("never shows the hidden, the unfinished, the full or oneself", async () => {
  const { word, slug } = await ownSkill();
  const open = await makeEmbeddedMentor({ offers: [slug] });
  await makeEmbeddedMentor({ offers: [slug], visibility: "hidden" });
  await makeEmbeddedMentor({ offers: [slug], onboardedAt: null });
  const full = await makeEmbeddedMentor({ offers: [slug], capacity: 1, activeMentees: 1 });
  const friendsOnly = await makeEmbeddedMentor({ offers: [slug], visibility: "connections" });
  expect(await find(testContext(), word)).toEqual([open.id]);

  const mentee = await makeMentee(testContext().db);
  await makeConnection(testContext().db, mentee.id, friendsOnly.id);
  const friend = testContext({ actor: actorOf(mentee) });
  expect((await find(friend, word)).toSorted()).toEqual([open.id, friendsOnly.id].toSorted());
  expect((await find(friend, word, { hasPlace: false })).toSorted()).toEqual(
    [open.id, friendsOnly.id, full.id].toSorted(),
  );
  expect(await find(testContext({ actor: actorOf(open) }), word)).toEqual([]);
});

it("filters by language, and says so when the words ask for one", async () => {
  const { word, slug } = await ownSkill();
  const headline = "The same for both";
  await makeEmbeddedMentor({ headline, offers: [slug], languages: ["en"] });
  const turkish = await makeEmbeddedMentor({ headline, offers: [slug], languages: ["en", "tr"] });
  expect(await find(testContext(), word, { languages: ["tr"] })).toEqual([turkish.id]);
  const asked = await searchMentors(testContext(), {
    query: `${word} in Turkish`,
    filters: { skills: [slug] },
  });
  expect(idsOf(asked)[0]).toBe(turkish.id);
  expect(asked.cards[0]!.reasons).toContainEqual(
    expect.objectContaining({ kind: "language", claim: "Turkish", evidence: "Turkish; you asked for it" }),
  );
});

it("filters by hours in common with the reader's week, and says which", async () => {
  const { word, slug } = await ownSkill();
  const { db } = testContext();
  const evening = { weekday: 3, startMinute: 18 * 60, endMinute: 20 * 60 };
  const early = await makeEmbeddedMentor({ offers: [slug], timeZone: "Europe/Istanbul" });
  const never = await makeEmbeddedMentor({ offers: [slug], timeZone: "Europe/Istanbul" });
  const mentee = await makeMentee(db, { timeZone: "Europe/Istanbul" });
  await db.insert(availabilityRules).values([
    { id: newId(), profileId: early.id, ...evening },
    { id: newId(), profileId: never.id, ...evening, weekday: 6 },
    { id: newId(), profileId: mentee.id, ...evening },
  ]);
  const ctx = testContext({ actor: actorOf(mentee, { timeZone: "Europe/Istanbul" }) });
  expect(await find(ctx, word, { minOverlapHours: 2 })).toEqual([early.id]);
  expect(await find(ctx, word, { minOverlapHours: 3 })).toEqual([]);
  const { cards } = await searchMentors(ctx, { query: word });
  expect(cards.find(({ userId }) => userId === early.id)!.reasons).toContainEqual(
    expect.objectContaining({ label: "Both free", evidence: "Wednesdays, 18:00 to 20:00 your time" }),
  );
});

it("knows people in common and never names one who hides", async () => {
  const { word, slug } = await ownSkill();
  const { db } = testContext();
  const mentor = await makeEmbeddedMentor({ offers: [slug] });
  const [reader, friend, hidden] = [
    await makeMentee(db),
    await makeMentee(db),
    await makeMentee(db, { visibility: "hidden" }),
  ];
  for (const person of [friend, hidden]) {
    await makeConnection(db, reader.id, person.id);
    await makeConnection(db, person.id, mentor.id);
  }
  const { cards } = await searchMentors(testContext({ actor: actorOf(reader) }), { query: word });
  const card = cards.find(({ userId }) => userId === mentor.id)!;
  expect(card).toMatchObject({ degree: 2, through: [{ userId: friend.id, name: friend.name }] });
  expect(card.reasons).toContainEqual(expect.objectContaining({ kind: "mutuals", evidence: friend.name }));
});

it("cuts the same ranking into pages without a gap or a double", async () => {
  const { word, slug } = await ownSkill();
  const everybody: string[] = [];
  for (let i = 0; i < 12; i++) everybody.push((await makeEmbeddedMentor({ offers: [slug] })).id);
  const search = (page: number) =>
    searchMentors(testContext(), { query: word, filters: { skills: [slug] }, page });
  const [first, second, third] = [await search(1), await search(2), await search(3)];
  expect(first).toMatchObject({ total: 12, pages: 2, page: 1 });
  expect([...idsOf(first), ...idsOf(second)].toSorted()).toEqual(everybody.toSorted());
  expect(third).toMatchObject({ cards: [], total: 12 });
});

it("shows who was here lately where nothing is asked", async () => {
  const { slug } = await ownSkill();
  const early = await makeMentor(testContext().db, { offers: [slug], lastActiveAt: new Date("2026-01-01") });
  const late = await makeMentor(testContext().db, { offers: [slug], lastActiveAt: new Date("2026-02-01") });
  const result = await searchMentors(testContext(), { filters: { skills: [slug] } });
  expect(idsOf(result)).toEqual([late.id, early.id]);
  expect(result).toMatchObject({ total: 2, understood: { skills: [], languages: [] } });
  expect(result.cards[0]!.why.map(({ text }) => text).join("")).toBe(`Offers ${slug}.`);
});

it.each([
  "🙂🙂",
  "?!",
  "مرحبا كيف حالك",
  "' or 1=1 --",
  "a & b | !c:* <-> \\",
  "<script>alert(1)</script>",
  "٪".repeat(900),
])("answers a query of %j", async (query) => {
  const result = await searchMentors(testContext(), { query });
  expect(result.page).toBe(1);
});

it("finds words of another script that a mentor wrote", async () => {
  const word = `слово${newId().slice(-6).replace(/\d/g, "я")}`;
  const mentor = await makeMentor(testContext().db, { bio: `Я люблю ${word}` });
  expect(idsOf(await searchMentors(testContext(), { query: word }))).toEqual([mentor.id]);
});

it("compares words alone when meaning is out of reach, and says so", async () => {
  const { word, slug } = await ownSkill();
  const mentor = await makeMentor(testContext().db, {
    offers: [slug],
    bio: `Years of ${word} behind me, and no end of it`,
  });
  const embed = async () => {
    throw new DomainError("unavailable", { log: "no model" });
  };
  const ctx = testContext({ embeddings: { model: "gone", embed } });
  const result = await searchMentors(ctx, { query: `${word} please` });
  expect(result.degraded).toBe("text-only");
  expect(idsOf(result)).toEqual([mentor.id]);
  expect(result.cards[0]!.reasons).toContainEqual(
    expect.objectContaining({ kind: "words", claim: `“Years of ${word} behind me, and no end of it”` }),
  );
  expect(ctx.logs).toContainEqual(
    expect.objectContaining({ level: "warn", message: "search without meaning" }),
  );
});

it("compares words alone on a database without vectors", async () => {
  const { word, slug } = await ownSkill();
  const mentor = await makeMentor(testContext().db, { offers: [slug] });
  const real = testContext();
  let calls = 0;
  const batch: typeof real.db.batch = async (queries) => {
    calls += 1;
    if (calls > 1) return real.db.batch(queries);
    throw new Error("failed query", { cause: Object.assign(new Error("no table"), { code: "42P01" }) });
  };
  const db = new Proxy(real.db, {
    get: (target, key) => (key === "batch" ? batch : Reflect.get(target, key)),
  });
  const result = await searchMentors(testContext({ db }), { query: word });
  expect(result.degraded).toBe("text-only");
  expect(idsOf(result)).toEqual([mentor.id]);
});

it("lets a database that is down be down", async () => {
  const real = testContext();
  const batch = async () => {
    throw new Error("Error connecting to database");
  };
  const db = new Proxy(real.db, {
    get: (target, key) => (key === "batch" ? batch : Reflect.get(target, key)),
  });
  await expect(searchMentors(testContext({ db }), { query: "sql" })).rejects.toThrow("Error connecting");
});

it("keeps vectors of a distant model in the cache, by normalised text", async () => {
  const asked: string[] = [];
  const { embeddings } = testContext();
  const distant = {
    model: `distant-${newId()}`,
    async embed(texts: string[], as: "query" | "document") {
      asked.push(...texts);
      return embeddings.embed(texts, as);
    },
  };
  for (const query of ["Stage  fright", "stage fright"]) {
    const ctx = testContext({ embeddings: distant });
    await searchMentors(ctx, { query });
    await ctx.settled();
  }
  expect(asked).toEqual(["Stage fright"]);
});

it("refuses what is no search", async () => {
  for (const input of [{ page: 0 }, { query: "x".repeat(1001) }, { filters: { skills: ["NO SLUG"] } }]) {
    const search = searchMentors(testContext(), input);
    await expect(search).rejects.toMatchObject({ code: "invalid_input" });
  }
});

it("takes one round trip, whoever asks and whatever for", async () => {
  const mentee = await makeMentee(testContext().db, { seeks: ["public-speaking"] });
  for (const address of [
    "",
    "q=public+speaking+in+Turkish&lang=tr&hours=1&full=1&skill=public-speaking&page=2",
  ]) {
    const ctx = testContext({ actor: actorOf(mentee) });
    await searchMentors(ctx, parseSearch(new URLSearchParams(address)));
    expect(ctx.roundTrips()).toBe(1);
  }
  expect(formatSearch(parseSearch(new URLSearchParams("q=a"))).toString()).toBe("q=a");
});

it("claims nothing that rows do not hold", async () => {
  const { word, slug } = await ownSkill();
  const { db } = testContext();
  for (let i = 0; i < 3; i++)
    await makeEmbeddedMentor({
      offers: [slug, "public-speaking"],
      bio: `I have done ${word} for years. Nerves can be trained.`,
    });
  const mentee = await makeMentee(db, { seeks: ["public-speaking"] });
  const { cards } = await searchMentors(testContext({ actor: actorOf(mentee) }), {
    query: `nerves and ${word}`,
    filters: { skills: [slug] },
  });
  expect(cards).toHaveLength(3);
  for (const card of cards) {
    const { rows } = await db.execute(sql`select p.bio, p.capacity, p.active_mentees as taken, array(
      select s.name from profile_skills ps join skills s on s.slug = ps.skill_slug where ps.profile_id = p.user_id) as skills
      from profiles p where p.user_id = ${card.userId}`);
    const truth = rows[0] as { bio: string; skills: string[]; taken: number; capacity: number };
    expect(new Set(card.reasons.map(({ id }) => id)).size).toBe(card.reasons.length);
    for (const reason of card.reasons) {
      if (reason.kind === "skill") expect(truth.skills).toContain(reason.claim);
      if (reason.kind === "words") expect(truth.bio).toContain(reason.claim.slice(1, -1));
      if (reason.kind === "places") expect(reason.evidence).toBe(`${truth.taken} of ${truth.capacity} taken`);
    }
    const linked = card.why.flatMap(({ reasonId }) => reasonId ?? []);
    expect(card.reasons.map(({ id }) => id)).toEqual(expect.arrayContaining(linked));
    expect(linked.length).toBeGreaterThan(0);
  }
});

it("finds a mentor by name, with a slip of the pen too, and first", async () => {
  const [first, last] = ["Quillon", "Zaberski"].map((name) => name + newId().slice(-6).replace(/\d/g, "x"));
  const user = { name: `${first} ${last}` };
  const mentor = await makeEmbeddedMentor({ headline: "Cellist", user });
  await makeEmbeddedMentor({
    headline: "Concert pianist",
    bio: `I have played in quartets all over the country, for years with ${first} ${last}, and taught at three schools.`,
  });
  const hidden = await makeEmbeddedMentor({ headline: "Violist", user, visibility: "hidden" });
  const slip = `${first} ${last!.slice(0, -1)}`;
  for (const query of [`${first} ${last}`, slip.toLowerCase(), last!]) {
    const ids = idsOf(await searchMentors(testContext(), { query }));
    expect(ids[0], query).toBe(mentor.id);
    expect(ids).not.toContain(hidden.id);
  }
});

it("understands a skill that is misspelt, and puts first who offers what a need means", async () => {
  const { slug } = await ownSkill();
  const filters = { skills: [slug] };
  const speaker = await makeEmbeddedMentor({ headline: "Debater", offers: ["public-speaking"] }, slug);
  await makeEmbeddedMentor({ headline: "Hotel general manager" }, slug);
  const misspelt = await searchMentors(testContext(), { query: "public speeking", filters });
  expect(misspelt.understood.skills).toMatchObject([{ slug: "public-speaking" }]);
  const query = "My throat closes when I have to speak to a full room";
  expect(idsOf(await searchMentors(testContext(), { query, filters }))[0]).toBe(speaker.id);
  const ignored = await searchMentors(testContext(), {
    query,
    filters: { ...filters, ignored: ["public-speaking"] },
  });
  const scoreless = ignored.cards.map(({ userId }) => userId);
  expect(scoreless).toContain(speaker.id);
});

it("reads a need as it is typed where the model can tell no more, or fails to", async () => {
  const { word, slug } = await ownSkill();
  const mentor = await makeEmbeddedMentor({ offers: [slug] });
  const { embeddings } = testContext();
  const hints = async () => {
    throw new DomainError("unavailable");
  };
  const found = await searchMentors(testContext({ embeddings: { ...embeddings, hints } }), { query: word });
  expect(found.degraded).toBe("text-only");
  expect(idsOf(found)).toContain(mentor.id);
});
