import { z } from "zod";
import type { Graph } from "#domain/context.ts";
import { DomainError } from "#domain/errors.ts";

/** Objects that hold a pool of five connections each. */
const SHARDS = 4;
const DEADLINE_MS = 1_500;

/** What party/graph-gateway.ts answers. */
const answerSchema = z.union([
  z.object({ rows: z.array(z.unknown()) }),
  z.object({ failed: z.string(), reason: z.string() }),
]);

/**
 * The graph, through one of a few gateway objects, which is drawn for each request.
 * Every failure is `unavailable`: whoever asks has a degraded path. Without NEO4J_URL it is refused at once.
 */
export function makeGraph(env: Env): Graph {
  if (!env.NEO4J_URL) return { absent: true, run: () => refuse("no graph is configured") };
  const shard = Math.floor(Math.random() * SHARDS);
  return {
    async run(cypher, params, { deadlineMs = DEADLINE_MS, write = false } = {}) {
      const gateway = env.GRAPH_GATEWAY.getByName(`shard-${shard}`);
      const answer = answerSchema.parse(await gateway.run({ cypher, params, deadlineMs, write }));
      if ("rows" in answer) return answer.rows;
      return refuse(`${answer.failed}: ${answer.reason}`);
    },
  };
}

async function refuse(reason: string): Promise<never> {
  throw new DomainError("unavailable", { log: `graph: ${reason}` });
}
