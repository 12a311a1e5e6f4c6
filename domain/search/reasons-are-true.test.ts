import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { z } from "zod";
import { availabilityRules } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor, makeReview, makeSkill } from "#testing/factories.ts";
import { embedProfile } from "../embedding/embed-profile.ts";
import { newId } from "../ids.ts";
import type { Reason } from "./schema.ts";
import { searchMentors } from "./search-mentors.ts";

const truthSchema = z.object({
  name: z.string(),
  search: z.string(),
  seen: z.coerce.date(),
  bio: z.string(),
  goals: z.string(),
  seniority: z.string().nullable(),
  timeZone: z.string(),
  places: z.string(),
  reviews: z.string(),
  languages: z.array(z.string()),
  offers: z.record(z.string(), z.string()),
  clusters: z.array(z.string()),
  mutuals: z.array(z.string()),
  ways: z.array(z.string()),
  connected: z.boolean(),
  hasHours: z.boolean(),
});
type Truth = z.infer<typeof truthSchema>;

/** What rows say of a mentor for a reader, asked for in other words than search asks. */
async function truthOf(mentorId: string, readerId: string): Promise<Truth> {
  const friends = (id: string) =>
    sql`select case when low_id = ${id} then high_id else low_id end as id from connections
      where state = 'connected' and ${id} in (low_id, high_id)`;
  const { rows } =
    await testContext().db.execute(sql`select p.bio, p.goals, p.seniority, p.time_zone as "timeZone", p.languages,
    p.search::text, p.last_active_at as seen, (select name from users where id = p.user_id),
    least(p.active_mentees, p.capacity) || ' of ' || p.capacity || ' taken' as places,
    (select coalesce(round(avg(stars), 1)::float8, 0) || ' of 5, from ' || count(*) || case when count(*) = 1
      then ' review' else ' reviews' end from reviews r where r.mentor_id = p.user_id) as reviews,
    (select coalesce(json_object_agg(s.name, concat_ws(', ', ps.level, ps.years || case when ps.years = 1 then ' year'
      else ' years' end)), '{}') from profile_skills ps join skills s on s.slug = ps.skill_slug
      where ps.profile_id = p.user_id and ps.kind = 'offers') as offers,
    array(select c.name from profile_skills ps join skills s on s.slug = ps.skill_slug
      join clusters c on c.slug = s.cluster_slug where ps.profile_id = ${readerId} and ps.kind = 'seeks') as clusters,
    array(select name from users where id in (${friends(mentorId)}) and id in (${friends(readerId)})) as mutuals,
    array(select a.name || ', then ' || b.name from users a, users b
      where a.id in (${friends(readerId)}) and b.id in (${friends(mentorId)}) and exists (
        select from connections where state = 'connected' and (low_id, high_id) in ((a.id, b.id), (b.id, a.id)))) as ways,
    p.user_id in (${friends(readerId)}) as connected,
    exists (select 1 from availability_rules a where a.profile_id = p.user_id) as "hasHours"
    from profiles p where p.user_id = ${mentorId}`);
  return truthSchema.parse(rows[0]);
}

const holds: Record<Reason["kind"], (reason: Reason, truth: Truth) => boolean> = {
  name: ({ claim }, { name }) => claim === name,
  // the stem of an English word begins like it
  held: ({ claim }, { search }) =>
    claim.split(" and ").every((word) => search.includes(`'${word.slice(1, 5).toLowerCase()}`)),
  activity: ({ claim }, { seen }) =>
    Date.now() - seen.getTime() < (claim.endsWith("week") ? 7 : 31) * 86_400_000,
  skill: ({ claim, evidence }, { offers }) =>
    claim in offers && evidence.startsWith(offers[claim] || "offered"),
  words: ({ claim, evidence }, { bio }) =>
    bio.includes(evidence.slice(1, -1)) && evidence.includes(claim.slice(1, -1)),
  hours: (_, { hasHours }) => hasHours,
  language: ({ claim }, { languages }) => {
    const name = new Intl.DisplayNames(["en"], { type: "language" });
    return claim.split(" and ").every((said) => languages.some((code) => name.of(code) === said));
  },
  level: ({ label, evidence }, { bio, goals, seniority, offers }) => {
    if (label === "Position") return evidence === seniority;
    if (label === "Beginners") return `${bio}\n${goals}`.includes(evidence.slice(1, -1));
    const [level = "", skill = ""] = evidence.split(/ in (.*)/);
    return (offers[skill] ?? "").startsWith(level);
  },
  zone: ({ evidence }, { timeZone }) => evidence.startsWith(`${timeZone}, `),
  connection: (_, { connected }) => connected,
  mutuals: ({ evidence }, { mutuals, ways, connected }) =>
    !connected &&
    (evidence.includes(", then ")
      ? mutuals.length === 0 && ways.includes(evidence)
      : evidence.split(", ").every((name) => mutuals.includes(name))),
  cluster: ({ claim, evidence }, { offers, clusters }) =>
    claim in offers && clusters.some((name) => evidence.includes(name)),
  rating: ({ claim, evidence }, { reviews }) =>
    evidence === reviews && claim === `rated ${reviews.replace(" of 5, from", " in")}`,
  places: ({ evidence }, { places }) => evidence === places,
};

/** mulberry32: the same searches in every run. */
function generator(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

it("gives every card of random searches at least one reason, and every reason is true by the rows", async () => {
  const random = generator(7);
  const some = <T>(items: readonly T[]): T[] => items.filter(() => random() < 0.4);
  const one = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const { db } = testContext();
  const mark = await makeSkill(db, { slug: `mark${newId().slice(-12)}` });
  const skills = ["public-speaking", "negotiation", "sql", "react", "kubernetes"];
  const sentences = [
    "I have coached nervous speakers for ten years.",
    "Databases are my home; slow queries, my bread.",
    "Kitchens taught me patience.",
    "Bring the contract and we read it line by line.",
    "Beginners are welcome.",
  ];
  const people = [];
  for (let i = 0; i < 12; i++) {
    const person = await makeMentor(db, {
      bio: some(sentences).join(" "),
      offers: [mark.slug, ...some(skills)],
      languages: ["en", ...some(["tr", "de", "fr"])],
      seniority: one(["junior", "senior", "executive"]),
      timeZone: one(["Europe/Berlin", "Europe/Istanbul", "Asia/Tokyo"]),
      capacity: 1 + Math.floor(random() * 3),
    });
    const hours = {
      id: newId(),
      profileId: person.id,
      weekday: 1 + (i % 5),
      startMinute: 540,
      endMinute: 700,
    };
    if (random() < 0.5) await db.insert(availabilityRules).values(hours);
    await embedProfile(testJobContext(), { userId: person.id });
    for (let n = Math.floor(random() * 4); n > 0; n--)
      await makeReview(db, { mentorId: person.id, stars: one([1, 3, 4, 5, 5]) });
    people.push(person);
  }
  const readers = [
    await makeMentee(db, {
      seeks: ["mysql", "react"].filter((s) => skills.includes(s)),
      languages: ["en", "de"],
    }),
    await makeMentee(db, { seeks: ["public-speaking"] }),
  ];
  const friend = await makeMentee(db, {});
  for (const reader of readers) {
    await makeConnection(db, reader.id, friend.id);
    for (const mentor of some(people)) await makeConnection(db, mentor.id, one([reader, friend]).id);
  }

  const seen = new Set<Reason["kind"]>();
  for (let i = 0; i < 30; i++) {
    const reader = one(readers);
    const query = one([
      "",
      "nervous before a crowd",
      "slow sql in Turkish",
      "contrct negotiation",
      "patience",
      "an expert in negotiation",
      "I am new to databases, someone near Berlin please",
      "somebody senior in my time zone",
      mark.name,
    ]);
    const filters = { skills: [mark.slug], languages: random() < 0.3 ? [one(["tr", "de"])] : [] };
    const { cards } = await searchMentors(testContext({ actor: actorOf(reader) }), { query, filters });
    for (const { userId, reasons } of cards) {
      expect(reasons.length, query).toBeGreaterThan(0);
      const truth = await truthOf(userId, reader.id);
      for (const reason of reasons) {
        seen.add(reason.kind);
        expect(holds[reason.kind](reason, truth), JSON.stringify({ reason, truth })).toBe(true);
      }
    }
  }
  expect([...seen].toSorted()).toEqual(
    expect.arrayContaining([
      "connection",
      "hours",
      "language",
      "level",
      "mutuals",
      "rating",
      "skill",
      "words",
      "zone",
    ]),
  );
});
