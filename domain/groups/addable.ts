import { type SQL, sql } from "drizzle-orm";
import { mentorships, profiles } from "#db/tables/index.ts";
import type { Actor } from "../context.ts";
import { may } from "../permissions.ts";
import { connectedTo, notBlocked } from "../profiles/visible-to.ts";

/**
 * The one rule of whom somebody may add to a group, as a SQL condition on a person's id: whom they are in a mentorship
 * with or connected to; who adds for a program, everybody who is past the onboarding. Nobody with whom there is a block.
 */
export function addable(actor: Actor, userId: string, otherId: SQL): SQL {
  const theirs = sql`(${connectedTo(userId, otherId)} or exists (select 1 from ${mentorships} ms
    where ms.state = 'active' and ((ms.mentor_id = ${userId}::uuid and ms.mentee_id = ${otherId})
      or (ms.mentee_id = ${userId}::uuid and ms.mentor_id = ${otherId}))))`;
  const anybody = sql`exists (select 1 from ${profiles} ap where ap.user_id = ${otherId} and ap.onboarded_at is not null)`;
  return sql`(${otherId} <> ${userId}::uuid and ${notBlocked(userId, otherId)}
    and ${may(actor, "add:room-member:any") ? anybody : theirs})`;
}
