import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { connectNeo4j, type GraphConnection } from "#db/connect-neo4j.ts";
import {
  connectionRowSchema,
  MERGE_CONNECTIONS,
  selectConnections,
} from "#domain/graph/connections-batch.ts";
import {
  MERGE_MENTORSHIPS,
  mentorshipRowSchema,
  selectMentorships,
} from "#domain/graph/mentorships-batch.ts";
import { MERGE_PEOPLE, personRowSchema, selectPeople } from "#domain/graph/people-batch.ts";

export interface GraphScriptOptions {
  /** Any Postgres: the laptop's endpoint, Neon, or a server of one's own. */
  databaseUrl: string;
  neo4jUrl: string;
  neo4jUser?: string;
  neo4jPassword?: string;
  /** Told in words, now and then, how far it is. */
  onProgress?: (line: string) => void;
}

type Postgres = Pick<NodePgDatabase, "execute">;

export const BATCH = 10_000;
const FIRST = "00000000-0000-0000-0000-000000000000";

/** What is projected, in the order in which it is. */
export const kinds = [
  { name: "people", select: selectPeople, schema: personRowSchema, merge: MERGE_PEOPLE },
  { name: "connections", select: selectConnections, schema: connectionRowSchema, merge: MERGE_CONNECTIONS },
  { name: "mentorships", select: selectMentorships, schema: mentorshipRowSchema, merge: MERGE_MENTORSHIPS },
] as const;
export type Kind = (typeof kinds)[number];
export type KindRow = ReturnType<Kind["schema"]["parse"]>;

/** Opens both sides for `work` and closes them after it. */
export async function withBoth<T>(
  options: GraphScriptOptions,
  work: (postgres: Postgres, graph: GraphConnection) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: options.databaseUrl });
  const graph = connectNeo4j({
    url: options.neo4jUrl,
    user: options.neo4jUser,
    password: options.neo4jPassword,
    poolSize: 2,
    connectionTimeoutMs: 10_000,
  });
  await client.connect();
  try {
    return await work(drizzle(client), graph);
  } finally {
    await Promise.allSettled([client.end(), graph.close()]);
  }
}

/** All rows of a kind, a batch at a time by id, so that memory doesn't grow with the product. */
export async function* batchesOf(postgres: Postgres, kind: Kind): AsyncGenerator<KindRow[]> {
  for (let afterId = FIRST; ; ) {
    const { rows } = await postgres.execute(kind.select({ afterId, limit: BATCH }));
    const parsed = rows.map((row) => kind.schema.parse(row));
    if (parsed.length > 0) yield parsed;
    const last = parsed.at(-1);
    if (parsed.length < BATCH || !last) return;
    afterId = last.id;
  }
}

/** Reads the two addresses from the environment, or says what is missing and ends. */
export function optionsFromEnvironment(): GraphScriptOptions {
  const {
    DATABASE_URL: databaseUrl,
    NEO4J_URL: neo4jUrl,
    NEO4J_USER: neo4jUser,
    NEO4J_PASSWORD: neo4jPassword,
  } = process.env;
  if (!databaseUrl || !neo4jUrl) {
    console.error("Say where both are: DATABASE_URL=postgres://… NEO4J_URL=bolt://…");
    process.exit(2);
  }
  return { databaseUrl, neo4jUrl, neo4jUser, neo4jPassword, onProgress: (line) => console.error(line) };
}
