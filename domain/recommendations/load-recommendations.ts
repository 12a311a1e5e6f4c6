import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";
import { makeCard } from "../search/make-card.ts";
import {
  cardRowSchema,
  mentorCards,
  readerJson,
  readerOf,
  readerRowSchema,
  readerTables,
} from "../search/mentor-cards.ts";
import { mayRecommend, rankBySql } from "./rank-by-sql.ts";
import { RECOMMENDED_PER_PAGE, type Recommendations } from "./schema.ts";

const loadedSchema = z.object({
  source: z.enum(["graph", "sql"]),
  reader: readerRowSchema.nullable(),
  cards: z.array(cardRowSchema),
});

/**
 * Mentors whom we would introduce the person to, from what the graph said last: one row, whatever its size, in one
 * round trip. Who has become invisible or full since drops out; where nothing is stored, bounded SQL answers.
 */
export async function loadRecommendations(ctx: ReadContext): Promise<Recommendations> {
  const userId = authorizeUser(ctx, "read:recommendation:own");
  const reader = readerOf(ctx);
  const nothingAsked = sql`select null::text where false`;
  const result = await ctx.db.execute(sql`
    with ${readerTables(reader)},
      stored as materialized (
        select i."mentorId" as user_id, i.score, i.path, i.place, r.source
        from recommendations r
        cross join lateral rows from (jsonb_to_recordset(r.items) as ("mentorId" uuid, score float8, path jsonb))
          with ordinality as i ("mentorId", score, path, place)
        join profiles p on p.user_id = i."mentorId"
        where r.user_id = ${userId} and ${mayRecommend(reader)}),
      ${rankBySql(reader)},
      ranked as materialized (
        select *, row_number() over (order by place, score desc, user_id) as position from (
          select user_id, score, path, place from stored
          union all
          select p.user_id, by_sql.score, null, null from by_sql join profiles p on p.user_id = by_sql.user_id
          where not exists (select 1 from stored) and ${mayRecommend(reader)}) offered
        order by place, score desc, user_id limit ${RECOMMENDED_PER_PAGE})
    select json_build_object(
      'source', coalesce((select source from stored limit 1), 'sql'),
      'reader', ${readerJson(reader)},
      'cards', ${mentorCards(reader, { asked: nothingAsked, path: sql`ranked.path` })}) as loaded`);
  const loaded = loadedSchema.parse(result.rows[0]?.loaded);
  return {
    source: loaded.source,
    cards: loaded.cards.map((row) =>
      makeCard({ row, reader: loaded.reader, readerTimeZone: reader.timeZone, now: reader.now }),
    ),
  };
}
