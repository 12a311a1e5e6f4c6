import { sql } from "drizzle-orm";
import { archivedMessages, auditEvents } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import type { RoomChange } from "./schema.ts";

/**
 * Copies the changes of a range of events into the archive, with an audit event each, as one statement, and
 * tells the room. A repeat, or a range that comes late, changes nothing: a row is replaced only by a higher
 * version, and the audit event's id is `room:seq`.
 */
export async function archiveRoom(
  ctx: JobContext,
  { roomId, fromSeq, toSeq }: { roomId: string; fromSeq: number; toSeq: number },
): Promise<void> {
  authorize(ctx, "archive:room:any", roomId);
  const changes = await ctx.rooms.changes(roomId, fromSeq, toSeq);
  if (changes.length > 0) {
    await ctx.db.execute(sql`
      with changes as (
        select * from jsonb_to_recordset(${JSON.stringify(changes.map(asRow))}::jsonb) as c (
          id uuid, seq bigint, version bigint, "authorId" uuid, body text, "sentAt" timestamptz,
          "editedAt" timestamptz, "deletedAt" timestamptz, "deletedBy" uuid, "quoteId" uuid, "threadId" uuid,
          "inRoom" boolean, reactions jsonb, pin jsonb, mentions jsonb, action text, "actorId" uuid, at timestamptz)
      ), archived as (
        insert into ${archivedMessages} (room_id, id, seq, version, author_id, body, sent_at, edited_at, deleted_at,
          deleted_by, quote_id, thread_id, in_room, reactions, pin, mentions)
        select distinct on (id) ${roomId}::uuid, id, seq, version, "authorId", body, "sentAt", "editedAt",
          "deletedAt", "deletedBy", "quoteId", "threadId", "inRoom", reactions, nullif(pin, 'null'), mentions
        from changes order by id, version desc
        on conflict (room_id, id) do update set version = excluded.version, body = excluded.body,
          edited_at = excluded.edited_at, deleted_at = excluded.deleted_at, deleted_by = excluded.deleted_by,
          reactions = excluded.reactions, pin = excluded.pin, mentions = excluded.mentions
        where archived_messages.version < excluded.version
      )
      insert into ${auditEvents} (id, actor_kind, actor_id, action, target_type, target_id, after, request_id, at)
      select ${roomId} || ':' || version, 'user', "actorId", 'message.' || action,
        'message', id, jsonb_build_object('roomId', ${roomId}::text, 'seq', version),
        ${ctx.requestId}, at
      from changes
      on conflict (id) do nothing`);
  }
  await ctx.rooms.archived(roomId, fromSeq, toSeq);
}

const asRow = ({ quote, thread: _, ...change }: RoomChange) => ({
  ...change,
  quoteId: quote?.messageId ?? null,
});
