import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { visibleTo } from "../profiles/visible-to.ts";
import {
  CONNECTIONS_PER_PAGE,
  type ConnectionList,
  type ConnectionListInput,
  connectionListInputSchema,
  connectionSchema,
} from "./schema.ts";

/** Invitations shown of each side; the limits on inviting keep them far below. */
const MAX_INVITATIONS = 100;

/**
 * The people whom the signed-in person knows, and who waits for whose answer. One round trip.
 * @throws DomainError `not_signed_in`, `invalid_input`
 */
export async function listConnections(
  ctx: ReadContext,
  input: ConnectionListInput = {},
): Promise<ConnectionList> {
  const userId = authorizeUser(ctx, "read:connection:own");
  const { page } = parseInput(connectionListInputSchema, input);
  return toConnectionList(await connectionsQuery(ctx, userId, page), page);
}

/** The query behind the list, for a page that asks more in the same round trip. */
export function connectionsQuery(ctx: ReadContext, userId: string, page: number) {
  const me = sql`${userId}::uuid`;
  const mayBeSeen = visibleTo(userId, "p");
  const people = (from: string) => sql`coalesce((select json_agg(json_build_object(
      'connectionId', l.id, 'userId', u.id, 'name', u.name,
      'headline', case when ${mayBeSeen} or l.state = 'invited' then p.headline else '' end,
      'mentor', p.is_mentor and ${mayBeSeen}, 'since', l.since) order by l.since desc, l.id)
    from ${sql.identifier(from)} l join users u on u.id = l.other_id join profiles p on p.user_id = u.id), '[]')`;
  return ctx.db.execute(sql`
    with mine as materialized (
        select id, state, invited_by, since, case when low_id = ${me} then high_id else low_id end as other_id
        from connections where (low_id = ${me} or high_id = ${me}) and state <> 'removed'),
      known as (select * from mine where state = 'connected' order by since desc, id
        limit ${CONNECTIONS_PER_PAGE} offset ${(page - 1) * CONNECTIONS_PER_PAGE}),
      invitations as (select * from mine where state = 'invited' and invited_by <> ${me}
        order by since desc, id limit ${MAX_INVITATIONS}),
      invited as (select * from mine where state = 'invited' and invited_by = ${me}
        order by since desc, id limit ${MAX_INVITATIONS})
    select ${people("known")} as connections, ${people("invitations")} as invitations, ${people("invited")} as invited,
      (select count(*)::int from mine where state = 'connected') as total`);
}

const stored = z.array(
  z.object({ ...connectionSchema.shape, since: z.string().transform((at) => new Date(at).toISOString()) }),
);
const rowSchema = z.object({
  connections: stored,
  invitations: stored,
  invited: stored,
  total: z.number(),
});

export function toConnectionList({ rows }: { rows: unknown[] }, page: number): ConnectionList {
  const list = rowSchema.parse(rows[0]);
  return { ...list, page, pages: Math.max(1, Math.ceil(list.total / CONNECTIONS_PER_PAGE)) };
}
