import { sql } from "drizzle-orm";
import { archivedMessages, attachments, auditEvents } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { outboxInsert } from "../outbox/commit-change.ts";
import type { Job } from "../outbox/jobs.ts";
import { authorize } from "../permissions.ts";
import type { RoomChange } from "./schema.ts";

/**
 * Copies the changes of a range of events into the archive, with an audit event each, as one statement, and
 * tells the room. What was attached belongs to its message from then on, and goes with it. A repeat, or a range that comes late, changes nothing: a row is replaced only by a higher
 * version, and the audit event's id is `room:seq`.
 */
export async function archiveRoom(
  ctx: JobContext,
  { roomId, fromSeq, toSeq }: { roomId: string; fromSeq: number; toSeq: number },
): Promise<void> {
  authorize(ctx, "archive:room:any", roomId);
  const changes = await ctx.rooms.changes(roomId, fromSeq, toSeq);
  if (changes.length > 0) {
    const jobs = changes
      .filter(({ action, attachmentIds }) => action === "deleted" && attachmentIds.length > 0)
      .map(({ id: messageId }): Job => ({ kind: "live.remove-attachments", roomId, messageId }));
    await ctx.db.execute(sql`
      with changes as (
        select * from jsonb_to_recordset(${JSON.stringify(changes.map(asRow))}::jsonb) as c (
          id uuid, seq bigint, version bigint, "authorId" uuid, body text, "sentAt" timestamptz,
          "editedAt" timestamptz, "deletedAt" timestamptz, "deletedBy" uuid, "quoteId" uuid, "threadId" uuid,
          "inRoom" boolean, reactions jsonb, pin jsonb, mentions jsonb, attachments jsonb, "attachmentIds" jsonb, action text, "actorId" uuid, at timestamptz)
      ), archived as (
        insert into ${archivedMessages} (room_id, id, seq, version, author_id, body, sent_at, edited_at, deleted_at,
          deleted_by, quote_id, thread_id, in_room, reactions, pin, mentions, attachments)
        select distinct on (id) ${roomId}::uuid, id, seq, version, "authorId", body, "sentAt", "editedAt",
          "deletedAt", "deletedBy", "quoteId", "threadId", "inRoom", reactions, nullif(pin, 'null'), mentions, attachments
        from changes order by id, version desc
        on conflict (room_id, id) do update set version = excluded.version, body = excluded.body,
          edited_at = excluded.edited_at, deleted_at = excluded.deleted_at, deleted_by = excluded.deleted_by,
          reactions = excluded.reactions, pin = excluded.pin, mentions = excluded.mentions,
          attachments = excluded.attachments
        where archived_messages.version < excluded.version
      ), carried as (
        select file::uuid as id, c.id as message_id, max(at) filter (where action = 'deleted') as removed_at
        from changes c cross join jsonb_array_elements_text("attachmentIds") file group by 1, 2
      ), filed as (
        update ${attachments} f set message_id = c.message_id, removed_at = coalesce(f.removed_at, c.removed_at)
        from carried c where f.id = c.id and f.room_id = ${roomId} and coalesce(f.message_id, c.message_id) = c.message_id
      )${jobs.length > 0 ? sql`, queued as (${outboxInsert(ctx, jobs, sql``)})` : sql``}
      insert into ${auditEvents} (id, actor_kind, actor_id, action, target_type, target_id, after, request_id, at)
      select ${roomId} || ':' || version, 'user', "actorId", 'message.' || action,
        'message', id, jsonb_build_object('roomId', ${roomId}::text, 'seq', version),
        ${ctx.requestId}, at
      from changes
      on conflict (id) do nothing`);
    if (jobs.length > 0) ctx.outboxAppended();
  }
  await ctx.rooms.archived(roomId, fromSeq, toSeq);
}

const asRow = ({ quote, thread: _, ...change }: RoomChange) => ({
  ...change,
  quoteId: quote?.messageId ?? null,
});
