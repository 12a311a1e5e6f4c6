import { parseArgs } from "node:util";
import pg from "pg";
import type { ReadContext } from "#domain/context.ts";
import { diversify, likenessOf } from "#domain/recommendations/diversify.ts";
import { explore } from "#domain/recommendations/explore.ts";
import { loadCandidates } from "#domain/recommendations/load-candidates.ts";
import { type Candidate, RECOMMENDED_PER_PAGE } from "#domain/recommendations/schema.ts";
import { startTestDatabase } from "#testing/test-database.ts";
import { atLeast, atMost, machine, print, type Row, thousandths } from "./bench/report.ts";
import { gini, meanOfPairs } from "./eval/exposure.ts";
import { scriptContext } from "./script-context.ts";
import { seed } from "./seed.ts";

/**
 * `npm run eval:exposure -- --json [--people N] [--days N]`: who is seen when the seed's people read their
 * recommendations once a day, by the plain ranking, by one of people unlike each other, and with places given by lot.
 * One mentor in ten is made a newcomer: findable since yesterday, and connected with nobody.
 */
const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    people: { type: "string", default: "600" },
    days: { type: "string", default: "14" },
  },
});
const days = Array.from({ length: Number(values.days) }, (_, i) => `day ${i + 1}`);
const page = RECOMMENDED_PER_PAGE;

interface Reader {
  id: string;
  candidates: Candidate[];
}
type Policy = (reader: Reader, day: string) => Candidate[];

const policies: Record<string, Policy> = {
  "by score": ({ candidates }) => candidates,
  "unlike each other": ({ candidates }) => diversify(candidates),
  "unlike each other, and by lot": ({ id: personId, candidates }, day) =>
    explore(diversify(candidates), { personId, day, page }),
};

const database = await startTestDatabase();
try {
  const { readers, mentors, newcomers } = await load();
  const figures = Object.entries(policies).map(
    ([what, policy]) => [what, simulate(policy, readers, mentors, newcomers)] as const,
  );
  const rows: Row[] = figures.map(([what, its]) => ({ what, unit: "share", figures: its }));
  const [plain, , chosen] = figures.map(([, its]) => its);
  if (!plain || !chosen) throw new Error("there is nothing to compare");
  const goals = [
    atMost("gini", chosen.gini, plain.gini, "of the plain ranking"),
    atMost("never-shown", chosen.neverShown, plain.neverShown, "of the plain ranking"),
    atMost("likeness", chosen.likeness, plain.likeness, "of the plain ranking"),
    atLeast("relevance", chosen.relevance, 0.85, "of the plain ranking"),
  ];
  print({ bench: "exposure", machine: machine(), rows, goals }, values.json);
  process.exitCode = goals.every(({ holds }) => holds) ? 0 : 1;
} finally {
  await database.close();
}

/** Everybody who seeks something, with whom they might meet; and all mentors who might be shown. */
async function load() {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // nobody searches here
  await client.query("drop table profile_embeddings");
  await seed({
    databaseUrl: database.url,
    people: Number(values.people),
    onProgress: (line) => console.error(line),
  });
  await client.query(
    "update profiles set findable_since = now() - interval '1 year' where onboarded_at is not null",
  );
  const fresh = await client.query<{ id: string }>(
    `update profiles set findable_since = now() - interval '1 day'
     where is_mentor and hashtext(user_id::text) % 10 = 0 returning user_id as id`,
  );
  const newcomers = new Set(fresh.rows.map(({ id }) => id));
  await client.query("delete from connections where low_id = any($1) or high_id = any($1)", [[...newcomers]]);
  await client.query("analyze");
  const listed = await client.query<{ id: string; mentor: boolean; seeks: boolean }>(
    `select user_id as id, is_mentor and active_mentees < capacity as mentor,
       exists (select from profile_skills where profile_id = user_id and kind = 'seeks') as seeks
     from profiles where onboarded_at is not null and visibility = 'everyone' order by user_id`,
  );
  await client.end();
  const none = { model: "none", embed: async () => [] };
  const absent = { absent: true, run: async () => [] };
  const ctx: ReadContext = scriptContext(database.url, { embeddings: none, graph: absent });
  const readers: Reader[] = [];
  for (const { id, seeks } of listed.rows)
    if (seeks) readers.push({ id, candidates: (await loadCandidates(ctx, id)).candidates });
  console.error(`${readers.length} readers`);
  return { readers, mentors: listed.rows.filter(({ mentor }) => mentor).map(({ id }) => id), newcomers };
}

function simulate(policy: Policy, readers: Reader[], mentors: string[], newcomers: Set<string>) {
  const seen = new Map(mentors.map((id) => [id, 0]));
  let [relevance, likeness, pages] = [0, 0, 0];
  for (const reader of readers) {
    const most = sum(reader.candidates.slice(0, page));
    if (most === 0) continue;
    for (const day of days) {
      const shown = policy(reader, day).slice(0, page);
      for (const { mentorId } of shown) seen.set(mentorId, (seen.get(mentorId) ?? 0) + 1);
      relevance += sum(shown) / most;
      likeness += meanOfPairs(shown, likenessOf);
      pages += 1;
    }
  }
  const never = (ids: string[]) => ids.filter((id) => seen.get(id) === 0).length / Math.max(1, ids.length);
  return {
    gini: thousandths(gini([...seen.values()])),
    neverShown: thousandths(never(mentors)),
    newcomersNeverShown: thousandths(never(mentors.filter((id) => newcomers.has(id)))),
    likeness: thousandths(likeness / pages),
    relevance: thousandths(relevance / pages),
  };
}

function sum(people: Candidate[]): number {
  return people.reduce((total, { score }) => total + score, 0);
}
