import { sql } from "drizzle-orm";
import { z } from "zod";
import { archivedMessages } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { archivedColumns, archivedJoins, pageOf } from "./load-archived-messages.ts";
import { loadRoomHeader, type RoomHeader } from "./load-room-header.ts";
import { loadRoomMembers } from "./load-room-members.ts";
import type { Author, Message } from "./schema.ts";
import { holdsWords, wordsIn } from "./search-words.ts";

const MAX_FOUND = 50;
const inputSchema = z.object({ query: z.string().trim().max(200, "Fewer words, please.").default("") });

export interface RoomSearch {
  header: RoomHeader;
  /** Who wrote them, or might have: members, and those of the archive who have left. */
  authors: Author[];
  /** The newest first, at most 50. */
  found: Message[];
}

/**
 * Messages of a room that hold every word of the query, each as the beginning of a word, replies too. From the
 * archive's index, and from the room itself, which knows what is not archived yet and has the last word on what was
 * changed or deleted since. Two round trips, then one call to the room.
 * @throws DomainError `not_signed_in`, `not_found` (not a member), `invalid_input`
 */
export async function searchRoom(
  ctx: ReadContext,
  raw: { roomId: string; query?: string | undefined },
): Promise<RoomSearch> {
  const header = await loadRoomHeader(ctx, raw);
  const { query } = parseInput(inputSchema, { query: raw.query });
  const { roomId } = header;
  const words = wordsIn(query);
  const [members, archived] = await Promise.all([
    loadRoomMembers(ctx, { roomId }),
    words.length > 0 ? findArchived(ctx, roomId, words) : { messages: [], authors: [] },
  ]);
  const authors = [...archived.authors, ...members];
  if (words.length === 0) return { header, authors, found: [] };
  const ids = archived.messages.map(({ id }) => id);
  const live = await ctx.roomReader.search(roomId, words, ids);
  const byId = new Map([...archived.messages, ...live].map((message) => [message.id, message]));
  const found = [...byId.values()].filter(({ deletedAt, body }) => !deletedAt && holdsWords(body, words));
  return { header, authors, found: found.sort((a, b) => b.seq - a.seq).slice(0, MAX_FOUND) };
}

async function findArchived({ db }: ReadContext, roomId: string, words: string[]) {
  // letters and figures alone: nothing in them is an operator
  const wanted = words.map((word) => `${word}:*`).join(" & ");
  const { rows } = await db.execute(sql`
    select ${archivedColumns} from ${archivedMessages} a ${archivedJoins}
    where a.room_id = ${roomId} and a.search @@ to_tsquery('simple', ${wanted}) and a.deleted_at is null
    order by a.seq desc limit ${MAX_FOUND}`);
  return pageOf(rows);
}
