import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { authorizeRoom } from "./authorize-room.ts";
import { loadArchivedMessages } from "./load-archived-messages.ts";
import type { Message } from "./schema.ts";

const inputSchema = z.object({
  roomId: z.string(),
  before: z.coerce.number().int().positive(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

/**
 * A page of a conversation, oldest first, ending before event `before`: from the room, and from the archive where
 * the room no longer reaches. One or two round trips.
 * @throws DomainError `not_signed_in`, `not_found` (not a member), `invalid_input`
 */
export async function loadMessages(
  ctx: ReadContext,
  input: { roomId: string; before?: unknown; limit?: unknown },
): Promise<{ messages: Message[]; more: boolean }> {
  const { roomId } = await authorizeRoom(ctx, input);
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw new DomainError("invalid_input", { log: "page of messages" });
  const { before, limit } = parsed.data;
  const { messages, more, inArchive } = await ctx.roomReader.history(roomId, before, limit);
  const missing = limit - messages.length;
  if (missing === 0 || !inArchive) return { messages, more };
  const beforeSeq = messages[0]?.seq ?? before;
  const older = await loadArchivedMessages(ctx, { roomId, beforeSeq, limit: missing });
  return { messages: [...older.messages, ...messages], more: older.more };
}
