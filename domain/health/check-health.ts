import { sql } from "drizzle-orm";
import type { ReadContext } from "../context.ts";

export interface Health {
  status: "ok" | "degraded" | "down";
  /** `embeddings` names the model; `queues` says how long the oldest job has been owed. */
  dependencies: {
    postgres: { status: "ok" | "down" };
    graph: { status: "ok" | "down" };
    queues: { status: "ok" | "late" | "unknown"; lagSeconds: number | null };
    embeddings: { status: "ok" | "down"; model: string };
  };
}

/** A job should be done within seconds; the sweep sends again after two minutes. */
const lateSeconds = 300;

/** Asks every dependency at once. Open to everybody, so it says states and nothing about why. */
export async function checkHealth(ctx: ReadContext): Promise<Health> {
  const [lag, graph, embeddings] = await Promise.all([
    outboxLag(ctx),
    works(ctx.graph.run("return 1", {}, { deadlineMs: 1_000 })),
    works(ctx.embeddings.embed(["mentor"], "query")),
  ]);
  const postgres = lag === null ? "down" : "ok";
  const queues = lag === null ? "unknown" : lag > lateSeconds ? "late" : "ok";
  const healthy = graph && embeddings && queues === "ok";
  return {
    status: postgres === "down" ? "down" : healthy ? "ok" : "degraded",
    dependencies: {
      postgres: { status: postgres },
      graph: { status: graph ? "ok" : "down" },
      queues: { status: queues, lagSeconds: lag },
      embeddings: { status: embeddings ? "ok" : "down", model: ctx.embeddings.model },
    },
  };
}

/** Age of the oldest job that is due and not done, in seconds; null when Postgres doesn't answer. */
async function outboxLag(ctx: ReadContext): Promise<number | null> {
  try {
    const { rows } = await ctx.db.execute(
      sql`select coalesce(extract(epoch from now() - min(available_at)), 0)::int as lag from outbox where done_at is null and available_at <= now()`,
    );
    return Number(rows[0]?.lag);
  } catch (error) {
    ctx.log.warn("health: postgres does not answer", {
      "error.type": error instanceof Error ? error.name : "?",
    });
    return null;
  }
}

const works = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => true,
    () => false,
  );
