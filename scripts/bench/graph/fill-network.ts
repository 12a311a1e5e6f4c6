import pg from "pg";
import { randomFrom } from "../../seed/random.ts";
import { readSource } from "../../seed/source.ts";

/** Each newcomer comes to know so many, so that people know twice as many on average. */
const LINKS = 10;
const BATCH = 50_000;

/**
 * Fills an empty migrated database with `count` people and a power-law network of mean degree 20 (preferential
 * attachment, Barabási and Albert 1999): three in ten are mentors, who offer three skills; everybody seeks two.
 * @returns seconds
 */
export async function fillNetwork(
  url: string,
  count: number,
  onProgress: (line: string) => void,
): Promise<number> {
  const startedAt = performance.now();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // the rows fit each other by how they are made
    await client.query("set session_replication_role = replica");
    await insertTaxonomy(client);
    const indexes = await dropIndexes(client);
    await client.query(PERSON_ID);
    await client.query("select setseed(0.5)");
    onProgress("people");
    await client.query(PEOPLE, [count]);
    await client.query(PROFILES, [count]);
    await client.query(OFFERS, [count]);
    await client.query(SEEKS, [count]);
    let links = 0;
    for (const [ones, others] of batches(count)) {
      await client.query(CONNECTIONS, [ones, others]);
      links += ones.length;
      onProgress(`${links.toLocaleString("en")} connections`);
    }
    await client.query("set maintenance_work_mem = '1GB'");
    for (const definition of indexes) await client.query(definition);
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
  return (performance.now() - startedAt) / 1000;
}

/** The n-th person's id: spread over the index as those of a product are not, which is the harder case. */
const PERSON_ID = `create or replace function person_id(n int) returns uuid language sql immutable
  return overlay(overlay(md5(n::text) placing '7' from 13 for 1) placing '8' from 17 for 1)::uuid`;
const PEOPLE = `insert into users (id, name, email, email_verified, roles)
  select person_id(n), 'Person ' || n, n || '@bench.example', true, array['mentee', 'mentor'] from generate_series(0, $1::int - 1) n`;
const PROFILES = `insert into profiles (user_id, is_mentor, headline, languages, capacity, onboarded_at, findable_since, last_active_at)
  select person_id(n), n % 10 < 3, 'Person ' || n, '{en}', 3, now(), now() - interval '1 year', now() - (n % 500) * interval '1 hour'
  from generate_series(0, $1::int - 1) n`;
/** A few skills are common, most are rare. */
const skillsOf = (kind: string, people: string, each: number) => `
  insert into profile_skills (profile_id, skill_slug, kind, level)
  select person_id(n), list.slugs[1 + floor(random() ^ 2 * cardinality(list.slugs))::int], '${kind}', 'advanced'
  from generate_series(0, $1::int - 1) n, generate_series(1, ${each}) k, (select array_agg(slug order by slug) as slugs from skills) list
  where ${people} on conflict do nothing`;
const OFFERS = skillsOf("offers", "n % 10 < 3", 3);
const SEEKS = skillsOf("seeks", "true", 2);
const CONNECTIONS = `insert into connections (id, low_id, high_id, state)
  select uuidv7(), least(person_id(a), person_id(b)), greatest(person_id(a), person_id(b)), 'connected'
  from unnest($1::int[], $2::int[]) as pair (a, b)`;

async function insertTaxonomy(client: pg.ClientBase): Promise<void> {
  const { clusters, skills } = await readSource();
  await client.query(
    "insert into clusters (slug, name, about) select slug, name, about from json_to_recordset($1) as c (slug text, name text, about text)",
    [JSON.stringify(clusters)],
  );
  await client.query(
    "insert into skills (slug, name, cluster_slug) select slug, name, cluster from json_to_recordset($1) as s (slug text, name text, cluster text)",
    [JSON.stringify(skills)],
  );
}

async function dropIndexes(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where tablename = any(array['profiles', 'profile_skills', 'connections', 'users'])
       and schemaname = 'public' and not exists (select 1 from pg_constraint where conname = indexname)`,
  );
  for (const { name } of rows) await client.query(`drop index ${pg.escapeIdentifier(name)}`);
  return rows.map(({ definition }) => definition);
}

/** Pairs of people, no pair twice. */
function* batches(count: number): Generator<[number[], number[]]> {
  const random = randomFrom("a network to measure");
  // everybody once for each link: to pick from it is to pick the well-known more often
  const ends = new Int32Array(2 * LINKS * count);
  let filled = 0;
  let [ones, others]: [number[], number[]] = [[], []];
  for (let person = 1; person < count; person++) {
    const known = new Set<number>();
    const wanted = Math.min(LINKS, person);
    while (known.size < wanted) {
      const newcomerKnowsNobody = filled < 2 * LINKS * LINKS;
      known.add(newcomerKnowsNobody ? random.below(person) : ends[random.below(filled)]!);
    }
    for (const other of known) {
      ends[filled++] = person;
      ends[filled++] = other;
      ones.push(person);
      others.push(other);
    }
    if (ones.length >= BATCH) {
      yield [ones, others];
      [ones, others] = [[], []];
    }
  }
  if (ones.length > 0) yield [ones, others];
}
