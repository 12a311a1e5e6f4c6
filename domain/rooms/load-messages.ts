import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { authorizeRoom } from "./authorize-room.ts";
import { loadArchivedAfter } from "./load-archived-after.ts";
import { loadArchivedMessages } from "./load-archived-messages.ts";
import type { Author, Message } from "./schema.ts";

const limit = z.coerce.number().int().min(1).max(500).default(50);
const inputSchema = z.union([
  z.object({ before: z.coerce.number().int().positive(), after: z.undefined().optional(), limit }),
  z.object({ after: z.coerce.number().int().nonnegative(), before: z.undefined().optional(), limit }),
]);

interface MessagePage {
  messages: Message[];
  /** Who wrote what comes from the archive; a room tells by itself who wrote what it holds. */
  authors: Author[];
  /** Whether there are others on the far side of the page: older ones, or with `after` newer ones. */
  more: boolean;
}

/**
 * A page of a conversation, oldest first, ending before event `before` or beginning after event `after`: from the room,
 * and from the archive where the room no longer reaches. One or two round trips.
 * @throws DomainError `not_signed_in`, `not_found` (not a member), `invalid_input`
 */
export async function loadMessages(
  ctx: ReadContext,
  input: { roomId: string; before?: unknown; after?: unknown; limit?: unknown },
): Promise<MessagePage> {
  const { roomId } = await authorizeRoom(ctx, input);
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw new DomainError("invalid_input", { log: "page of messages" });
  const { before, after, limit } = parsed.data;
  return after === undefined
    ? loadBefore(ctx, { roomId, before, limit })
    : loadAfter(ctx, { roomId, after, limit });
}

async function loadBefore(
  ctx: ReadContext,
  { roomId, before, limit }: { roomId: string; before: number; limit: number },
): Promise<MessagePage> {
  const { messages, more, single, inArchive } = await ctx.roomReader.history(roomId, before, limit);
  const missing = limit - messages.length;
  if (missing === 0 || !inArchive) return { messages, authors: [], more };
  const beforeSeq = messages[0]?.seq ?? before;
  const older = await loadArchivedMessages(ctx, { roomId, beforeSeq, limit: missing });
  const { authors } = older;
  return { messages: [...asTheyStand(older.messages, single), ...messages], authors, more: older.more };
}

async function loadAfter(
  ctx: ReadContext,
  { roomId, after, limit }: { roomId: string; after: number; limit: number },
): Promise<MessagePage> {
  const { messages, more, since, single } = await ctx.roomReader.historyAfter(roomId, after, limit);
  if (after >= since - 1) return { messages, authors: [], more };
  const old = await loadArchivedAfter(ctx, { roomId, afterSeq: after, beforeSeq: since, limit });
  const missing = limit - old.messages.length;
  return {
    messages: [...asTheyStand(old.messages, single), ...messages.slice(0, missing)],
    authors: old.authors,
    more: old.more || more || messages.length > missing,
  };
}

/** The archive comes a little behind: the room has the last word on what it still holds, or has taken back. */
function asTheyStand(archived: Message[], single: Message[]): Message[] {
  const inRoom = new Map(single.map((message) => [message.id, message]));
  return archived.map((message) => {
    const newer = inRoom.get(message.id);
    // what the room holds by itself may stand there without the message that it answers
    return newer ? { ...newer, quote: newer.quote ?? message.quote } : message;
  });
}
