import { sql } from "drizzle-orm";
import { z } from "zod";
import { profiles, roomMembers, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";
import { addable } from "./addable.ts";
import { type AddablePerson, addablePersonSchema } from "./schema.ts";

/** More than a form is good for. */
const LIMIT = 200;

/**
 * Whom the signed-in person may add to a group, by name; with `roomId` those who are not in it. One round trip.
 * @throws DomainError `not_signed_in`, `not_allowed`
 */
export async function listAddable(
  ctx: ReadContext,
  { roomId = null }: { roomId?: string | null } = {},
): Promise<AddablePerson[]> {
  const userId = authorizeUser(ctx, "add:room-member:own");
  const { rows } = await ctx.db.execute(sql`
    select u.id as "userId", u.name, case when p.visibility = 'hidden' then '' else p.headline end as headline
    from ${users} u join ${profiles} p on p.user_id = u.id
    where ${addable(ctx.actor, userId, sql`u.id`)} and not exists (select 1 from ${roomMembers} m
      where m.room_id = ${roomId}::uuid and m.user_id = u.id and m.left_at is null)
    order by u.name, u.id limit ${LIMIT}`);
  return z.array(addablePersonSchema).parse(rows);
}
