import { type SQL, sql } from "drizzle-orm";

/**
 * The one rule of who may see a profile, as a SQL condition: search, recommendations, paths and pages use it alike.
 * Oneself always; others once the onboarding is done: `everyone` to all, `connections` to connected people,
 * `hidden` to nobody.
 * @param viewerId null for somebody who is not signed in
 * @param alias how the statement calls the table `profiles`
 */
export function visibleTo(viewerId: string | null, alias = "profiles"): SQL {
  const profile = sql.identifier(alias);
  const open = sql`${profile}.onboarded_at is not null and ${profile}.visibility = 'everyone'`;
  if (viewerId === null) return sql`(${open})`;
  return sql`(${profile}.user_id = ${viewerId}::uuid or (${open}) or (
    ${profile}.onboarded_at is not null and ${profile}.visibility = 'connections'
    and ${connectedTo(viewerId, sql`${profile}.user_id`)}))`;
}

/** Whether two people are connected, as a SQL condition. */
export function connectedTo(viewerId: string, otherId: SQL): SQL {
  return sql`exists (select 1 from connections where connections.state = 'connected'
    and connections.low_id = least(${otherId}, ${viewerId}::uuid)
    and connections.high_id = greatest(${otherId}, ${viewerId}::uuid))`;
}
