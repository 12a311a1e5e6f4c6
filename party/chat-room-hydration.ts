import { connectPostgres } from "#db/connect-postgres.ts";
import { loadArchivedMessages } from "#domain/rooms/load-archived-messages.ts";
import { loadFormerAuthors } from "#domain/rooms/load-former-authors.ts";
import { loadRoomStanding } from "#domain/rooms/load-room-standing.ts";
import type { RoomMember } from "#domain/rooms/schema.ts";
import type { ChatRoomStore } from "./chat-room-store.ts";

/** Older ones stay in the archive and are read from there. */
const HYDRATED_MESSAGES = 500;

/** Once in a room's life: what the archive and the members' list already know of it. */
export async function hydrateRoom(
  env: Env,
  store: ChatRoomStore,
  { roomId, join }: { roomId: string; join: (member: RoomMember) => void },
): Promise<void> {
  const { db } = connectPostgres({ url: env.DATABASE_URL });
  const [archived, former, standing] = await Promise.all([
    loadArchivedMessages(
      { db },
      { roomId, beforeSeq: Number.MAX_SAFE_INTEGER, limit: HYDRATED_MESSAGES, whole: true },
    ),
    loadFormerAuthors({ db }, { roomId }),
    loadRoomStanding({ db }, { roomId, sessionIds: [], now: new Date() }),
  ]);
  const { members, closed, blocked, blocks, slowSeconds, muted } = standing;
  store.hydrate(archived);
  store.terms.describe(standing);
  for (const member of former) store.members.putFormer(member);
  for (const member of members) {
    // in a room of many hundreds of joinings would be hundreds of events, each told to everybody
    if (store.terms.isOfMany) store.members.put(member, archived.lastSeq, true);
    else join(member);
    // who comes back to a restored room has read what it holds
    store.markRead(member.userId, archived.lastSeq);
  }
  for (const userId of muted) store.members.setMuted(userId, true);
  if (closed) store.terms.close();
  store.terms.setBlocked(blocked);
  store.members.setBlocks(blocks);
  store.terms.setSlow(slowSeconds);
}
