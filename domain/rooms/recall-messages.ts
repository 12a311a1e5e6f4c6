import { sql } from "drizzle-orm";
import { archivedMessages } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { archivedColumns, archivedJoins, parseArchived } from "./load-archived-messages.ts";
import type { Message } from "./schema.ts";

/** A reply, the message under which it stands, and what that one answers. */
const MAX_STEPS = 2;

/**
 * Single messages of a room's archive, with what they answer and under what they stand, in one round trip. For the
 * room itself, which asks nobody.
 * @param replies so many of the newest under each come along
 */
export async function recallMessages(
  { db }: Pick<ReadContext, "db">,
  { roomId, ids, replies }: { roomId: string; ids: readonly string[]; replies: number },
): Promise<Message[]> {
  const { rows } = await db.execute(sql`
    with recursive wanted (id, steps) as (
      select asked.id, 0 from unnest(${sql.param(ids)}::uuid[]) asked (id)
      union
      select about.id, w.steps + 1 from wanted w
      join ${archivedMessages} m on m.room_id = ${roomId} and m.id = w.id
      cross join lateral (values (m.quote_id), (m.thread_id)) about (id)
      where w.steps < ${MAX_STEPS} and about.id is not null
    ), under as (
      select r.id from unnest(${sql.param(ids)}::uuid[]) asked (id)
      cross join lateral (select r.id from ${archivedMessages} r
        where r.room_id = ${roomId} and r.thread_id = asked.id order by r.seq desc limit ${replies}) r
    )
    select ${archivedColumns} from ${archivedMessages} a ${archivedJoins}
    where a.room_id = ${roomId} and (a.id in (select id from wanted) or a.id in (select id from under))
    order by a.seq`);
  return rows.map(parseArchived);
}
