import { sql } from "drizzle-orm";
import { archivedMessages } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { type ArchivedPage, archivedColumns, archivedJoins, pageOf } from "./load-archived-messages.ts";

/**
 * The next messages of a room's archive, oldest first, of those that events between `afterSeq` and `beforeSeq` made and
 * that are shown in the room. One round trip; the caller has checked that the reader is a member (`authorizeRoom`).
 */
export async function loadArchivedAfter(
  { db }: Pick<ReadContext, "db">,
  input: { roomId: string; afterSeq: number; beforeSeq: number; limit: number },
): Promise<Omit<ArchivedPage, "lastSeq">> {
  const { roomId, afterSeq, beforeSeq, limit } = input;
  const { rows } = await db.execute(sql`
    select ${archivedColumns} from ${archivedMessages} a ${archivedJoins}
    where a.room_id = ${roomId} and a.seq > ${afterSeq} and a.seq < ${beforeSeq} and a.in_room
    order by a.seq limit ${limit + 1}`);
  return { ...pageOf(rows.slice(0, limit)), more: rows.length > limit };
}
