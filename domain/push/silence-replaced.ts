import { type SQL, sql } from "drizzle-orm";
import { pushSubscriptions } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";

/**
 * The part of a statement that signs `userId` in: where the browser was somebody else's until now, it shows nothing of
 * theirs any more, though their session was not ended.
 */
export function silenceReplaced(
  { actor }: Pick<ReadContext, "actor">,
  userId: string,
): { name: string; query: SQL }[] {
  if (actor.kind !== "user") return [];
  // unauthorised: the verb that opens the session has asked
  // unaudited: that verb's event is the trail of it
  const query = sql`delete from ${pushSubscriptions}
    where session_id = ${actor.sessionId}::uuid and user_id <> ${userId}::uuid and exists (select 1 from changed)`;
  return [{ name: "silenced", query }];
}
