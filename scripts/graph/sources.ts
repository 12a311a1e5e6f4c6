import type { SQL } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { z } from "zod";
import { connectNeo4j, type GraphConnection } from "#db/connect-neo4j.ts";
import {
  type ConnectionRow,
  connectionRowSchema,
  selectConnections,
} from "#domain/graph/connections-batch.ts";
import {
  type MentorshipRow,
  mentorshipRowSchema,
  selectMentorships,
} from "#domain/graph/mentorships-batch.ts";
import { type PersonRow, personRowSchema, selectPeople } from "#domain/graph/people-batch.ts";

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

/** A page of a kind's rows: those after `last`, or the first. */
export interface Source<Row> {
  select(last: Row | undefined): SQL;
  schema: z.ZodType<Row>;
}

export const people: Source<PersonRow> = {
  select: (last) => selectPeople({ afterId: last?.id ?? FIRST, limit: BATCH }),
  schema: personRowSchema,
};
export const connections: Source<ConnectionRow> = {
  select: (last) => selectConnections({ after: last ?? { lowId: FIRST, highId: FIRST }, limit: BATCH }),
  schema: connectionRowSchema,
};
export const mentorships: Source<MentorshipRow> = {
  select: (last) => selectMentorships({ afterId: last?.id ?? FIRST, limit: BATCH }),
  schema: mentorshipRowSchema,
};

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

/**
 * All rows of a kind, a batch at a time, so that memory doesn't grow with the product. The next batch is read while the
 * last one is worked on.
 */
export async function* batchesOf<Row>(
  postgres: Postgres,
  { select, schema }: Source<Row>,
): AsyncGenerator<Row[]> {
  const read = async (last?: Row) =>
    (await postgres.execute(select(last))).rows.map((row) => schema.parse(row));
  for (let rows = await read(); rows.length > 0; ) {
    const next = rows.length < BATCH ? Promise.resolve([]) : read(rows.at(-1));
    // whoever works on this batch may throw first; the failed reading is told when it is waited for
    next.catch(() => {});
    yield rows;
    rows = await next;
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
