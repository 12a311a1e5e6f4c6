import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { hashPassword } from "better-auth/crypto";
import pg from "pg";
import { clusters, connections, skills } from "#db/tables/index.ts";
import { bulkInsert, inBatches, inTransaction } from "./seed/bulk-insert.ts";
import { createEmbedder } from "./seed/embedder.ts";
import { ADMIN_EMAIL, insertAdmin } from "./seed/insert-admin.ts";
import { insertMentorships } from "./seed/insert-mentorships.ts";
import { insertPeople, type SignIn, skillsBySlug } from "./seed/insert-people.ts";
import { insertRoomsOfMany } from "./seed/insert-rooms-of-many.ts";
import { writtenPeople } from "./seed/people.ts";
import { planSeed } from "./seed/plan.ts";
import { readSource, type Source } from "./seed/source.ts";
import { SEED_PASSWORD, signIns } from "./seed/story.ts";
import { withoutVectorIndex } from "./seed/vector-index.ts";

/** A sign-in of the seed. */
export interface Account {
  email: string;
  password: string;
  role: "mentee" | "mentor" | "admin";
}

/** From here on the vector index is built once at the end, which is several times faster than row by row. */
const BULK = 200;

export interface SeedOptions {
  /** Any Postgres: the laptop's endpoint, Neon, or a server of one's own. Migrated. */
  databaseUrl: string;
  /** How many people, the admin not counted. Beyond the 300 written ones they are recombined from these. */
  people?: number;
  /** Told in words, now and then, how far it is. */
  onProgress?: (line: string) => void;
}

/**
 * Fills the product with its taxonomy and made-up people, their network, mentorships and conversations.
 * Rows that are there already stay as they are, so a second run changes nothing and a larger one adds.
 * @returns the three sign-ins
 */
export async function seed({
  databaseUrl,
  people = 300,
  onProgress = () => {},
}: SeedOptions): Promise<Account[]> {
  const source = await readSource();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await insertTaxonomy(client, source);
    const fill = () => insertAll(client, source, { people, onProgress });
    const known = await client.query<{ n: number }>("select count(*)::int as n from users");
    const isBulk = people - known.rows[0]!.n >= BULK;
    await (isBulk ? withoutVectorIndex(client, fill, onProgress) : fill());
    await client.query("analyze");
  } finally {
    await client.end();
  }
  return [
    { email: signIns.mentee.email, password: SEED_PASSWORD, role: "mentee" },
    { email: signIns.mentor.email, password: SEED_PASSWORD, role: "mentor" },
    { email: ADMIN_EMAIL, password: SEED_PASSWORD, role: "admin" },
  ];
}

function insertTaxonomy(client: pg.ClientBase, source: Source) {
  return inTransaction(client, async () => {
    await bulkInsert(client, clusters, source.clusters);
    const rows = source.skills.map(({ cluster, ...skill }) => ({
      ...skill,
      clusterSlug: cluster,
      status: "approved" as const,
      createdAt: new Date(),
    }));
    await bulkInsert(client, skills, rows);
  });
}

async function insertAll(
  client: pg.ClientBase,
  source: Source,
  { people, onProgress }: { people: number; onProgress: (line: string) => void },
): Promise<void> {
  const now = new Date();
  const passwordHash = await hashPassword(SEED_PASSWORD);
  await insertAdmin(client, passwordHash, now);
  const bySlug = skillsBySlug(source);
  const options = {
    now,
    skills: bySlug,
    embedder: (await hasVectors(client)) ? await createEmbedder(bySlug) : null,
    signIns: new Map<string, SignIn>(
      Object.values(signIns).map(({ person, email }) => [person, { email, passwordHash }]),
    ),
  };
  const told = new Set(
    writtenPeople(source).flatMap(({ id, userId }) => (options.signIns.has(id) ? [userId] : [])),
  );
  let done = 0;
  for (const portion of planSeed(source, people)) {
    for (const batch of inBatches(portion.people, 250)) await insertPeople(client, batch, options);
    for (const batch of inBatches(portion.connections, 5_000)) {
      await bulkInsert(
        client,
        connections,
        batch.map(({ id, lowId, highId, daysAgo }) => {
          const since = new Date(now.getTime() - daysAgo * 86_400_000);
          return { id, lowId, highId, state: "connected" as const, since, updatedAt: since };
        }),
      );
    }
    await insertMentorships(client, portion.mentorships, { now, told });
    done += portion.people.length;
    onProgress(`${done.toLocaleString("en")} of ${people.toLocaleString("en")} people`);
  }
  await insertRoomsOfMany(client, writtenPeople(source), now);
}

async function hasVectors(client: pg.ClientBase): Promise<boolean> {
  const found = await client.query("select 1 where to_regclass('profile_embeddings') is not null");
  return found.rows.length > 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { people: { type: "string", default: "300" } } });
  const people = Number(values.people);
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl || !Number.isInteger(people) || people < 1) {
    console.error("Say where and how many: DATABASE_URL=postgres://… npm run seed -- --people 300");
    process.exit(2);
  }
  const made = await seed({ databaseUrl, people, onProgress: (line) => console.error(line) });
  for (const { role, email, password } of made) console.log(`${role}: ${email} ${password}`);
}
