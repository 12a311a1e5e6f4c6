import { connectPostgres } from "#db/connect-postgres.ts";
import { loadArchivedMessages } from "#domain/rooms/load-archived-messages.ts";
import { loadRoomMembers } from "#domain/rooms/load-room-members.ts";
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
  const [archived, members, { closed, blocked, slowSeconds, muted }] = await Promise.all([
    loadArchivedMessages(
      { db },
      { roomId, beforeSeq: Number.MAX_SAFE_INTEGER, limit: HYDRATED_MESSAGES, whole: true },
    ),
    loadRoomMembers({ db }, { roomId }),
    loadRoomStanding({ db }, { roomId, sessionIds: [], now: new Date() }),
  ]);
  store.hydrate(archived);
  for (const member of members) {
    join(member);
    // who comes back to a restored room has read what it holds
    store.markRead(member.userId, archived.lastSeq);
  }
  for (const userId of muted) store.members.setMuted(userId, true);
  if (closed) store.close();
  store.setBlocked(blocked);
  store.setSlow(slowSeconds);
}
