import { eq } from "drizzle-orm";
import { z } from "zod";
import { rooms } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { oweReporters, settleReports } from "../reports/settle-reports.ts";

const inputSchema = z.object({ roomId: z.uuid(), messageId: z.uuid() });

/**
 * A moderator takes out somebody's message, in any room, also one that is read only. The decision is written down here
 * and owed to the room, which numbers it as an event of its own and hands it to the archive; open reports of the message
 * are settled by it, and each reporter hears of it. Two round trips, and one call to the room.
 * @throws DomainError `not_signed_in`, `not_allowed`, `invalid_input`, `not_found` (no such message in that room),
 *   `conflict` (it is gone already)
 */
export async function removeMessage(
  ctx: ReadContext,
  raw: { roomId: string; messageId: unknown },
): Promise<void> {
  const userId = authorizeUser(ctx, "remove:message:any", String(raw.messageId));
  const { roomId, messageId } = parseInput(inputSchema, raw);
  const missing = () => new DomainError("not_found", { message: "This message is not in the room." });
  // a room that nobody has made must not come into being by a question
  const [room] = await ctx.db.select({ id: rooms.id }).from(rooms).where(eq(rooms.id, roomId));
  if (!room) throw missing();
  const versions = await ctx.roomReader.versions(roomId, messageId);
  if (!versions) throw missing();
  if (versions.length === 0) throw new DomainError("conflict", { message: "This message was deleted." });
  await commitChange(ctx, {
    // the room holds the message itself: what changes here is the trail and what is owed
    change: ctx.db.select({ id: rooms.id }).from(rooms).where(eq(rooms.id, roomId)),
    after: [
      { name: "settled", query: settleReports(ctx, { roomId, messageId, userId }) },
      { name: "told", query: oweReporters(ctx, "settled") },
    ],
    audit: { action: "message.removed", targetType: "message", targetId: messageId, after: { roomId } },
    jobs: [{ kind: "live.remove-message", roomId, messageId, userId }],
  });
}
