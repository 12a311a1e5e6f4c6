import { type SQL, sql } from "drizzle-orm";

/**
 * The one rule of who may see a profile, as a SQL condition: search, recommendations, paths and pages use it alike.
 * Oneself always; others once the onboarding is done: `everyone` to all, `connections` to connected people,
 * `hidden` to nobody; and never where one of the two has blocked the other.
 * @param viewerId null for somebody who is not signed in
 * @param alias how the statement calls the table `profiles`
 */
export function visibleTo(viewerId: string | null, alias = "profiles"): SQL {
  const profile = sql.identifier(alias);
  const open = sql`${profile}.onboarded_at is not null and ${profile}.visibility = 'everyone'`;
  if (viewerId === null) return sql`(${open})`;
  return sql`(${profile}.user_id = ${viewerId}::uuid or (((${open}) or (
    ${profile}.onboarded_at is not null and ${profile}.visibility = 'connections'
    and ${connectedTo(viewerId, sql`${profile}.user_id`)})) and ${notBlocked(viewerId, sql`${profile}.user_id`)}))`;
}

/**
 * The one rule of who may be named as standing between two others, as a SQL condition: whoever is past the onboarding
 * and doesn't hide. The graph keeps it as `visible`.
 */
export function showsConnections(alias: string): SQL {
  const profile = sql.identifier(alias);
  return sql`(${profile}.onboarded_at is not null and ${profile}.visibility <> 'hidden')`;
}

/** The same, for a reader: nobody with whom there is a block. */
export const mayStandBetween = (viewerId: string | null, alias: string): SQL =>
  viewerId === null
    ? showsConnections(alias)
    : sql`(${showsConnections(alias)} and ${notBlocked(viewerId, sql`${sql.identifier(alias)}.user_id`)})`;

/** Neither has blocked the other. The reader's blocks are read once a statement, however many people it looks at. */
export const notBlocked = (viewerId: string, otherId: SQL): SQL => sql`${otherId} <> all(array(
  select blocked_id from blocks where blocker_id = ${viewerId}::uuid
  union all select blocker_id from blocks where blocked_id = ${viewerId}::uuid))`;

/** Whether two people are connected, as a SQL condition. */
export function connectedTo(viewerId: string, otherId: SQL): SQL {
  return sql`exists (select 1 from connections where connections.state = 'connected'
    and connections.low_id = least(${otherId}, ${viewerId}::uuid)
    and connections.high_id = greatest(${otherId}, ${viewerId}::uuid))`;
}
