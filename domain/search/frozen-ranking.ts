import { type SQL, sql } from "drizzle-orm";
import { type Asked, passes } from "./filters.ts";
import { MENTORS_PER_PAGE } from "./schema.ts";

/** How long the pages of a ranking are cut from the same one. */
const FROZEN_MS = 10 * 60_000;

export interface Cut extends Asked {
  page: number;
  /** Names an earlier ranking, which is gone on with while it lasts. */
  token: string | null;
  /** Names this one, if it comes to have a second page. */
  newToken: string;
}

/**
 * Common table expressions `whole (user_id, position, score)`, the frozen ranking or else `fresh`, and `ranked`, one
 * page of it. Positions never move: whoever may no longer be seen leaves a gap on their page, and nobody slips to a page
 * that was read already. A ranking of several pages is kept under `newToken`, for its reader alone.
 */
export function cutPage({ token, newToken, page, ...asked }: Cut): SQL {
  const { readerId, now } = asked;
  const first = (page - 1) * MENTORS_PER_PAGE;
  const at = now.toISOString();
  // unauthorised: searchMentors, whose statement this is a part of, has asked
  const until = new Date(now.getTime() + FROZEN_MS).toISOString();
  return sql`stored as materialized (
      select ranked from search_rankings where token = ${token}::uuid
        and reader_id is not distinct from ${readerId}::uuid and expires_at > ${at}::timestamptz),
    whole as materialized (
      select (item ->> 0)::uuid as user_id, position, (item ->> 1)::float8 as score
      from stored cross join lateral jsonb_array_elements(stored.ranked) with ordinality its (item, position)
      union all
      select user_id, position, score from fresh where not exists (select 1 from stored)),
    ranked as materialized (
      select whole.* from whole join profiles p on p.user_id = whole.user_id
      where position > ${first} and position <= ${first + MENTORS_PER_PAGE} and ${passes(asked)}),
    frozen as (
      insert into search_rankings (token, reader_id, ranked, expires_at)
      select ${newToken}::uuid, ${readerId}::uuid, jsonb_agg(jsonb_build_array(user_id, score) order by position),
        ${until}::timestamptz
      from whole where not exists (select 1 from stored) having count(*) > ${MENTORS_PER_PAGE}
      returning token)`;
}

/** The token of the ranking that the page was cut from; null where one page holds it all. */
export const cutToken = ({ token }: Pick<Cut, "token">): SQL =>
  sql`coalesce((select token from frozen), (select ${token}::uuid from stored))`;
