import { sql } from "drizzle-orm";
import { z } from "zod";
import type { JobContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { parseSearch } from "../search/address.ts";
import { circle } from "../search/circle.ts";
import { type Need, withoutIgnored } from "../search/embed-need.ts";
import { personFits } from "../search/fits-need.ts";
import { readerTables } from "../search/mentor-cards.ts";
import { nearestCandidatesSettings } from "../search/nearest-candidates.ts";
import { rankMentors } from "../search/rank-mentors.ts";
import type { SearchFilters } from "../search/schema.ts";
import { spaceJson, withNeed } from "../search/with-need.ts";

/** New mentors told of at once for one search. */
const LIMIT = 50;

export interface WatchedSearch {
  id: string;
  userId: string;
  /** The person's. */
  timeZone: string;
  address: string;
  checkedAt: Date;
}

const fitSchema = z.object({
  mentorId: z.string(),
  /** The person has heard of this mentor by another search. */
  told: z.boolean(),
});
export type NewFit = z.infer<typeof fitSchema>;
const foundSchema = z.object({ space: z.string(), fits: z.array(fitSchema) });

/**
 * Mentors who became findable after the search was last checked and who fit it, as the person would find them now:
 * by search's own filters, candidates and score. Nobody whom the person has marked as not for them. One round trip.
 * @throws DomainError `unavailable` while meaning is out of reach: the search is asked again later
 */
export async function findNewFits(ctx: JobContext, search: WatchedSearch, upTo: Date): Promise<NewFit[]> {
  const { query, filters } = parseSearch(new URLSearchParams(search.address));
  const { need, found } = await withNeed(ctx, query, (whole) =>
    load(ctx, search, { need: withoutIgnored(whole, filters.ignored), filters, upTo }),
  );
  if (need.degraded) throw new DomainError("unavailable", { log: "meaning is out of reach" });
  return found.fits;
}

interface Asked {
  need: Need;
  filters: SearchFilters;
  upTo: Date;
}

async function load(ctx: JobContext, search: WatchedSearch, { need, filters, upTo }: Asked) {
  const { userId, timeZone } = search;
  const now = ctx.now();
  const reader = { userId, timeZone, now };
  const ranking = rankMentors({
    ...need,
    languages: need.languages.map(({ code }) => code),
    readerId: userId,
    now,
    filters,
    findableSince: { after: search.checkedAt, upTo },
    sort: "best",
  });
  const [, { rows }] = await ctx.db.batch([
    ctx.db.execute(nearestCandidatesSettings),
    ctx.db.execute(sql`with ${readerTables(reader)}, ${circle(reader)}, ${ranking}
      , fits as (select found.user_id, fresh.position, exists (select 1 from saved_search_hits h
          join saved_searches s on s.id = h.saved_search_id
          where s.user_id = ${userId}::uuid and h.mentor_id = found.user_id) as told
      from fresh join found using (user_id)
      where ${need.text ? personFits : sql`true`}
        and not exists (select 1 from saved_search_hits h
          where h.saved_search_id = ${search.id}::uuid and h.mentor_id = found.user_id)
        and not exists (select 1 from mentor_marks k where k.user_id = ${userId}::uuid
          and k.mentor_id = found.user_id and k.kind = 'not_interested')
      order by fresh.position limit ${LIMIT})
      select json_build_object(${spaceJson(ctx)}, 'fits', (select coalesce(json_agg(
        json_build_object('mentorId', user_id, 'told', told) order by position), '[]') from fits)) as found`),
  ]);
  return foundSchema.parse(rows[0]?.found);
}
