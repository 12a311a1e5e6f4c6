import { sql } from "drizzle-orm";
import { z } from "zod";
import type { JobContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { parseSearch } from "../search/address.ts";
import { circle } from "../search/circle.ts";
import { readNeed, withoutIgnored } from "../search/embed-need.ts";
import { personFits } from "../search/fits-need.ts";
import { readerTables } from "../search/mentor-cards.ts";
import { nearestCandidatesSettings } from "../search/nearest-candidates.ts";
import { rankMentors } from "../search/rank-mentors.ts";

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

/**
 * Mentors who became findable after the search was last checked and who fit it, as the person would find them now:
 * by search's own filters, candidates and score. Nobody whom the person has marked as not for them. One round trip.
 * @throws DomainError `unavailable` while meaning is out of reach: the search is asked again later
 */
export async function findNewFits(ctx: JobContext, search: WatchedSearch, upTo: Date): Promise<NewFit[]> {
  const { userId, timeZone } = search;
  const { query, filters } = parseSearch(new URLSearchParams(search.address));
  const need = withoutIgnored(await readNeed(ctx, query), filters.ignored);
  if (need.degraded) throw new DomainError("unavailable", { log: "meaning is out of reach" });
  const now = ctx.now();
  const reader = { userId, timeZone, now };
  const ranking = rankMentors({
    ...need,
    languages: need.languages.map(({ code }) => code),
    readerId: userId,
    now,
    filters,
    findableSince: { after: search.checkedAt, upTo },
    model: ctx.embeddings.model,
    sort: "best",
  });
  const [, { rows }] = await ctx.db.batch([
    ctx.db.execute(nearestCandidatesSettings),
    ctx.db.execute(sql`with ${readerTables(reader)}, ${circle(reader)}, ${ranking}
      select found.user_id as "mentorId", exists (select 1 from saved_search_hits h
          join saved_searches s on s.id = h.saved_search_id
          where s.user_id = ${userId}::uuid and h.mentor_id = found.user_id) as told
      from fresh join found using (user_id)
      where ${need.text ? personFits : sql`true`}
        and not exists (select 1 from saved_search_hits h
          where h.saved_search_id = ${search.id}::uuid and h.mentor_id = found.user_id)
        and not exists (select 1 from mentor_marks k where k.user_id = ${userId}::uuid
          and k.mentor_id = found.user_id and k.kind = 'not_interested')
      order by fresh.position limit ${LIMIT}`),
  ]);
  return z.array(fitSchema).parse(rows);
}
