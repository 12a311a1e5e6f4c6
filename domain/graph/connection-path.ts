import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { DomainError, toDomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { mayStandBetween, visibleTo } from "../profiles/visible-to.ts";

const inputSchema = z.object({ fromId: idSchema, toId: idSchema });

export interface ConnectionPath {
  /** Steps between the two; null when there is no way of at most three that both may see. */
  degree: 1 | 2 | 3 | null;
  /** Everybody on the way, both ends included; empty without one. */
  people: { userId: string; name: string }[];
}

const DEADLINE_MS = 800;

/** The shortest way of at most three steps between `$fromId` and `$toId`, as `ids`. */
export const SHORTEST_PATH = `
MATCH (a:Person {id: $fromId}), (b:Person {id: $toId})
MATCH way = shortestPath((a)-[:CONNECTED*..3]-(b)) WHERE all(n IN nodes(way) WHERE n.visible OR n = a)
RETURN [n IN nodes(way) | n.id] AS ids`;

/**
 * How the signed-in person is connected with somebody. Postgres answers for one and two steps and proves the three
 * that the graph knows; people who hide themselves are on no way. Two round trips at most.
 * @throws DomainError `not_found` for a way that is not one's own, or to somebody who can't be seen
 */
export async function connectionPath(
  ctx: ReadContext,
  input: z.input<typeof inputSchema>,
): Promise<ConnectionPath> {
  const userId = authorizeUser(ctx, "read:connection:own");
  const { fromId, toId } = parseInput(inputSchema, input);
  if (fromId !== userId || fromId === toId) throw new DomainError("not_found");
  const guess = await askGraph(ctx, fromId, toId);
  const { rows } = await ctx.db.execute(sql`
    with friends as materialized (select case when low_id = ${fromId} then high_id else low_id end as id
        from connections where (low_id = ${fromId} or high_id = ${fromId}) and state = 'connected' limit 2000),
      guess as (select ${guess[0] ?? null}::uuid as a, ${guess[1] ?? null}::uuid as b)
    select exists (select 1 from profiles p where p.user_id = ${toId} and ${visibleTo(userId, "p")}) as visible,
      exists (select 1 from friends where id = ${toId}) as direct,
      (select f.id from friends f join profiles p on p.user_id = f.id and ${mayStandBetween(userId, "p")}
        where ${connected(sql`f.id`, sql`${toId}::uuid`)} order by f.id limit 1) as mutual,
      (select json_build_array(a, b) from guess join profiles pa on pa.user_id = a join profiles pb on pb.user_id = b
        where exists (select 1 from friends where id = a) and ${connected(sql`a`, sql`b`)}
          and ${connected(sql`b`, sql`${toId}::uuid`)}
          and ${mayStandBetween(userId, "pa")} and ${mayStandBetween(userId, "pb")}) as far,
      (select json_object_agg(id, name) from users where id in (${fromId}, ${toId}, ${guess[0] ?? null}::uuid,
        ${guess[1] ?? null}::uuid) or id in (select id from friends)) as names`);
  return tell(answerSchema.parse(rows[0]), fromId, toId);
}

const answerSchema = z.object({
  visible: z.boolean(),
  direct: z.boolean(),
  mutual: z.string().nullable(),
  far: z.tuple([z.string(), z.string()]).nullable(),
  names: z.record(z.string(), z.string()),
});

function tell(answer: z.infer<typeof answerSchema>, fromId: string, toId: string): ConnectionPath {
  if (!answer.visible) throw new DomainError("not_found");
  const between = answer.direct ? [] : answer.mutual ? [answer.mutual] : answer.far;
  if (!between) return { degree: null, people: [] };
  const people = [fromId, ...between, toId].map((id) => ({ userId: id, name: answer.names[id] ?? "" }));
  const degree = between.length === 0 ? 1 : between.length === 1 ? 2 : 3;
  return { degree, people };
}

const connected = (one: ReturnType<typeof sql>, other: ReturnType<typeof sql>) =>
  sql`exists (select 1 from connections c where c.low_id = least(${one}, ${other})
    and c.high_id = greatest(${one}, ${other}) and c.state = 'connected')`;

/** The two people between, where the way has three steps. */
async function askGraph(ctx: ReadContext, fromId: string, toId: string): Promise<string[]> {
  if (ctx.graph.absent) return [];
  try {
    const rows = await ctx.graph.run(SHORTEST_PATH, { fromId, toId }, { deadlineMs: DEADLINE_MS });
    const [way] = z.array(z.object({ ids: z.array(z.string()) })).parse(rows);
    return way?.ids.length === 4 ? way.ids.slice(1, 3) : [];
  } catch (error) {
    ctx.log.warn("path without the graph", { reason: toDomainError(error).message });
    return [];
  }
}
