import { and, desc, eq, lt, sql } from "drizzle-orm";
import { archivedMessages } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import type { Message } from "./protocol.ts";

export interface ArchivedPage {
  /** Oldest first. */
  messages: Message[];
  /** Whether there are older ones. */
  more: boolean;
  /** Number of the last event of the room that the archive knows, 0 when it holds nothing. */
  lastSeq: number;
}

/**
 * A page of a room's archive, in one round trip. The caller has checked that the reader is a member
 * (`authorizeRoom`), or is the room itself.
 */
export async function loadArchivedMessages(
  { db }: Pick<ReadContext, "db">,
  { roomId, beforeSeq, limit }: { roomId: string; beforeSeq: number; limit: number },
): Promise<ArchivedPage> {
  const a = archivedMessages;
  const rows = await db
    .select({
      id: a.id,
      seq: a.seq,
      version: a.version,
      authorId: a.authorId,
      body: a.body,
      sentAt: a.sentAt,
      editedAt: a.editedAt,
      deletedAt: a.deletedAt,
      lastSeq: sql<number>`(select max(version) from ${a} whole where whole.room_id = ${roomId})`.mapWith(
        Number,
      ),
    })
    .from(a)
    .where(and(eq(a.roomId, roomId), lt(a.seq, beforeSeq)))
    .orderBy(desc(a.seq))
    .limit(limit + 1);
  const messages = rows
    .slice(0, limit)
    .reverse()
    .map(({ lastSeq: _, sentAt, editedAt, deletedAt, ...message }) => ({
      ...message,
      sentAt: sentAt.toISOString(),
      editedAt: editedAt?.toISOString() ?? null,
      deletedAt: deletedAt?.toISOString() ?? null,
    }));
  return { messages, more: rows.length > limit, lastSeq: rows[0]?.lastSeq ?? 0 };
}
