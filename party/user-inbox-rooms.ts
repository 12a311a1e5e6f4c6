import { type RoomSummary, roomSummarySchema } from "#domain/notifications/schema.ts";

/** Of `/conversations/<id>`, with or without a place in it. */
export const roomOf = (href: string): string => href.split(/[/?#]/)[2] ?? "";

/** A conversation's line in the list, as its room told it last. */
export function lineOfRoom(sql: SqlStorage, roomId: string): RoomSummary | null {
  const row = sql
    .exec<{ summary: string }>("select summary from rooms where room_id = ?", roomId)
    .toArray()[0];
  return row ? roomSummarySchema.parse(JSON.parse(row.summary)) : null;
}
