import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { authorizeRoom } from "../rooms/authorize-room.ts";
import type { Message } from "../rooms/schema.ts";

const inputSchema = z.object({ messageId: z.uuid("Not a valid id.") });

/**
 * A message that the person may report: another's, in a room that they are in. One round trip and one call to the room.
 * @throws DomainError `not_signed_in`, `not_allowed`, `invalid_input` (one's own message), `not_found` (not a member, or
 *   no such message), `conflict` (it is gone already)
 */
export async function findReportable(
  ctx: ReadContext,
  raw: { roomId: string; messageId: unknown },
): Promise<{ roomId: string; userId: string; message: Message }> {
  authorize(ctx, "report:message:own", String(raw.messageId).slice(0, 100));
  const { messageId } = parseInput(inputSchema, raw);
  const { roomId, member } = await authorizeRoom(ctx, raw);
  const message = (await ctx.roomReader.thread(roomId, messageId)).find(({ id }) => id === messageId);
  if (!message) throw new DomainError("not_found", { message: "This message is not in the room." });
  if (message.deletedAt) throw new DomainError("conflict", { message: "This message is gone already." });
  if (message.authorId === member.userId) {
    throw new DomainError("invalid_input", { message: "This message is yours: take it back instead." });
  }
  return { roomId, userId: member.userId, message };
}
