import { sql } from "drizzle-orm";
import { z } from "zod";
import { archivedMessages } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeRoom } from "./authorize-room.ts";

const inputSchema = z.object({ since: z.iso.datetime("Choose a day.") });
const rowSchema = z.object({ seq: z.coerce.number().nullable() });

/**
 * The first message of a room that was written at a moment or after it.
 * @returns the event that made it; null when nothing was written since. Two round trips, one call to the room
 * @throws DomainError `not_signed_in`, `not_found` (not a member), `invalid_input`
 */
export async function findDay(
  ctx: ReadContext,
  raw: { roomId: string; since: string },
): Promise<number | null> {
  const { roomId } = await authorizeRoom(ctx, raw);
  const { since } = parseInput(inputSchema, raw);
  const { rows } = await ctx.db.execute(sql`
    select min(seq) as seq from ${archivedMessages}
    where room_id = ${roomId} and sent_at >= ${since}::timestamptz and in_room`);
  const { seq } = rowSchema.parse(rows[0]);
  return seq ?? (await ctx.roomReader.firstSince(roomId, since));
}
