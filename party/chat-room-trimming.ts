import type { ChatRoomStore } from "./chat-room-store.ts";

/** So many of the newest messages stay: far more than a page, a resume and a look for words in the room need. */
export const KEPT_MESSAGES = 2_000;
/** Only once so many more are there, so that most confirmations of the archive cost one look. */
const SPARE_MESSAGES = 500;

/**
 * Lets go of what the archive has confirmed and nobody needs here: older than the newest `keep` messages and than what
 * one of the two in a direct room has not read, not pinned, not answered by a message that stays, not of a thread that
 * goes on. Of an event before that its number and its client id stay, so that a repeat of an old ask is still known as
 * one; and its words where a message was changed, for whoever asks what it said before.
 * @returns whether anything went
 */
export function trimRoom(store: ChatRoomStore, keep = KEPT_MESSAGES, spare = SPARE_MESSAGES): boolean {
  const { sql } = store.storage;
  return store.storage.transactionSync(() => {
    const [full] = sql
      .exec("select 1 from messages where seq >= ? limit 1 offset ?", store.windowSeq, keep + spare)
      .toArray();
    if (!full) return false;
    const { owed, start } = sql
      .exec<{ owed: number; start: number }>(
        `select owed, min(newest, unread, owed) start from (select
           (select seq from messages order by seq desc limit 1 offset ?1) newest,
           coalesce((select min(read_seq) + 1 from members where gone = 0 and ?3), ?2) unread,
           coalesce((select min(from_seq) from archive_outbox), ?2) owed)`,
        // where many are, one who never reads must not hold the room: what they missed is read from the archive
        ...[keep - 1, store.lastSeq + 1, store.terms.isOfMany ? 0 : 1],
      )
      .one();
    if (start <= store.windowSeq) return false;
    letGoOfMessages(sql, start, owed);
    letGoOfEvents(sql, start - 1);
    sql.exec(
      "update room set window_seq = ?1, archive_has_older = 1, base_seq = max(base_seq, ?1 - 1)",
      start,
    );
    return true;
  });
}

/** @param owed from this event on the archive may not have what changed */
function letGoOfMessages(sql: SqlStorage, start: number, owed: number): void {
  sql.exec(
    `delete from messages where seq < ?1 and version < ?2 and pin is null
       and not exists (select 1 from messages m where m.quote_id = messages.id and (m.seq >= ?1 or m.pin is not null))
       and coalesce(thread ->> '$.lastSeq', 0) < ?1
       and not exists (select 1 from messages m where m.id = messages.thread_id and m.thread ->> '$.lastSeq' >= ?1)`,
    ...[start, owed],
  );
}

function letGoOfEvents(sql: SqlStorage, base: number): void {
  sql.exec(
    `update events set data = iif(type in ('sent', 'edited') and message_id in (
         select message_id from events where type = 'edited'), json_set(data, '$.message.quote', null), '{}')
     where seq <= ? and seq > (select base_seq from room)`,
    base,
  );
}
