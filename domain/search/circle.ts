import { type SQL, sql } from "drizzle-orm";
import { mayStandBetween } from "../profiles/visible-to.ts";
import type { Reader } from "./mentor-cards.ts";

/** The caps of each step, so that one hub's size never becomes the reader's waiting time. */
const MAX_FRIENDS = 150;
const MAX_PER_FRIEND = 150;

/**
 * Common table expression `circle (user_id, degree, closeness)`: whom the reader knows (1), and whom those know who
 * don't hide (2). Closeness sums 1 / ln(1 + degree of the friend) over the friends in common, so that knowing the same
 * hub says little (Adamic and Adar, "Friends and neighbors on the Web", 2003). Needs `mine` of `readerTables`.
 */
export function circle({ userId }: Pick<Reader, "userId">): SQL {
  return sql`circle as materialized (
    select user_id, min(degree) as degree, coalesce(sum(closeness) filter (where degree = 2), 0) as closeness from (
      select other_id as user_id, 1 as degree, 0 as closeness from mine
      union all
      select step.user_id, 2, 1 / ln(1 + greatest(step.known, 2))
      from (select other_id from mine join profiles f on f.user_id = other_id and ${mayStandBetween(userId, "f")}
        limit ${MAX_FRIENDS}) friend
      cross join lateral (${knownTo(sql`friend.other_id`, MAX_PER_FRIEND)}) step
      where step.user_id <> ${userId}::uuid) steps
    group by user_id)`;
}

/**
 * JSON array of the two people between the reader and somebody three steps away, the one the reader knows first; null
 * where there is no such way. Of several the one through whom the reader is closest to. Needs `mine` and `circle`.
 * @param personId an expression of the statement around it
 */
export function wayOfThree({ userId }: Pick<Reader, "userId">, personId: SQL): SQL {
  return sql`(select json_build_array(first.other_id, second.user_id)
    from (${knownTo(personId, MAX_PER_FRIEND)}) second
    join circle on circle.user_id = second.user_id and circle.degree = 2
    join profiles between_b on between_b.user_id = second.user_id and ${mayStandBetween(userId, "between_b")}
    cross join lateral (select mine.other_id from mine
      join connections c on c.low_id = least(mine.other_id, second.user_id)
        and c.high_id = greatest(mine.other_id, second.user_id) and c.state = 'connected'
      join profiles between_a on between_a.user_id = mine.other_id and ${mayStandBetween(userId, "between_a")}
      order by mine.since, mine.other_id limit 1) first
    order by circle.closeness desc, second.user_id limit 1)`;
}

/**
 * A query `(user_id, known)`: whom somebody knows, at most `limit` by each side of a connection, and how many these are.
 * @param personId an expression of the statement around it
 */
export function knownTo(personId: SQL, limit: number): SQL {
  return sql`select user_id, count(*) over () as known from (
    (select high_id as user_id from connections where low_id = ${personId} and state = 'connected' limit ${limit})
    union all
    (select low_id from connections where high_id = ${personId} and state = 'connected' limit ${limit})) both_sides`;
}
