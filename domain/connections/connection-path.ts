import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { connectedTo, mayStandBetween, visibleTo } from "../profiles/visible-to.ts";
import { circle, wayOfThree } from "../search/circle.ts";
import { readerOf, readerTables } from "../search/mentor-cards.ts";
import type { ConnectionPath } from "./schema.ts";

const inputSchema = z.object({ userId: idSchema });
const answerSchema = z.object({
  visible: z.boolean(),
  people: z.array(z.object({ userId: z.string(), name: z.string() })),
});

/**
 * How the signed-in person is connected with somebody: the shortest way of at most three steps, in one round trip.
 * People who hide themselves are on no way, nor is anybody with whom there is a block.
 * @throws DomainError `not_found` for oneself, and for somebody who can't be seen
 */
export async function connectionPath(
  ctx: ReadContext,
  input: z.input<typeof inputSchema>,
): Promise<ConnectionPath> {
  const fromId = authorizeUser(ctx, "read:connection:own");
  const { userId: toId } = parseInput(inputSchema, input);
  const reader = readerOf(ctx);
  const { rows } = await ctx.db.execute(sql`
    with ${readerTables(reader)}, ${circle(reader)},
      mutual as (select mine.other_id as id from mine
        join profiles p on p.user_id = mine.other_id and ${mayStandBetween(fromId, "p")}
        where ${connectedTo(toId, sql`mine.other_id`)}
        order by mine.since, mine.other_id limit 1),
      way as (select case
        when exists (select 1 from mine where other_id = ${toId}::uuid) then '[]'
        when exists (select 1 from mutual) then (select json_build_array(id) from mutual)
        else ${wayOfThree(reader, sql`${toId}::uuid`)} end as between)
    select exists (select 1 from profiles p where p.user_id = ${toId}::uuid and ${visibleTo(fromId, "p")}) as visible,
      coalesce((select json_agg(json_build_object('userId', u.id, 'name', u.name) order by place)
        from way cross join lateral (
          select ${fromId}::uuid as id, 0 as place
          union all select value::uuid, ordinality from json_array_elements_text(between) with ordinality
          union all select ${toId}::uuid, 9) step
        join users u on u.id = step.id
        where between is not null), '[]') as people`);
  const { visible, people } = answerSchema.parse(rows[0]);
  if (!visible || fromId === toId) throw new DomainError("not_found");
  return { degree: people.length > 0 ? people.length - 1 : null, people };
}
