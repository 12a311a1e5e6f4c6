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
 * A query `(user_id, known)`: whom somebody knows, at most `limit` by each side of a connection, and how many these are.
 * @param personId an expression of the statement around it
 */
export function knownTo(personId: SQL, limit: number): SQL {
  return sql`select user_id, count(*) over () as known from (
    (select high_id as user_id from connections where low_id = ${personId} and state = 'connected' limit ${limit})
    union all
    (select low_id from connections where high_id = ${personId} and state = 'connected' limit ${limit})) both_sides`;
}
