import { DomainError } from "#domain/errors.ts";
import { newId } from "#domain/ids.ts";
import type { Command, Message, RoomEvent } from "#domain/rooms/protocol.ts";
import type { ChatRoomStore } from "./chat-room-store.ts";

type Write = Extract<Command, { type: "send" | "edit" | "delete" }>;

/**
 * Writes a command of a member, once for each client id.
 * @returns the event's number, and the event itself unless this was a repeat
 * @throws DomainError `not_found`, `not_allowed` (somebody else's message), `conflict` (deleted already, or the
 *   mentorship is over)
 */
export function writeCommand(
  store: ChatRoomStore,
  userId: string,
  command: Write,
  at: string,
): { seq: number; event: RoomEvent | null } {
  return store.storage.transactionSync(() => {
    const { clientId } = command;
    const repeated = store.seqOf(userId, clientId);
    if (repeated !== null) return { seq: repeated, event: null };
    if (store.isClosed) throw new DomainError("conflict", { message: "This mentorship has ended." });
    const event =
      command.type === "send" ? sent(store, userId, command, at) : changed(store, userId, command, at);
    store.append(event, { userId, clientId });
    // who writes has read up to there
    if (event.type === "sent") store.markRead(userId, event.seq);
    return { seq: event.seq, event };
  });
}

function sent(
  store: ChatRoomStore,
  authorId: string,
  { clientId, body }: Extract<Write, { type: "send" }>,
  at: string,
): RoomEvent {
  const seq = store.lastSeq + 1;
  const times = { sentAt: at, editedAt: null, deletedAt: null };
  const message: Message = { id: newId(), seq, version: seq, authorId, body, ...times };
  return { type: "sent", seq, at, message, clientId };
}

function changed(
  store: ChatRoomStore,
  userId: string,
  command: Extract<Write, { type: "edit" | "delete" }>,
  at: string,
): RoomEvent {
  const { messageId } = command;
  const message = store.messages.find(messageId);
  if (!message) throw new DomainError("not_found", { message: "This message is not in the room." });
  if (message.authorId !== userId) {
    throw new DomainError("not_allowed", { message: "Only its author can change a message." });
  }
  if (message.deletedAt) throw new DomainError("conflict", { message: "This message was deleted." });
  const seq = store.lastSeq + 1;
  return command.type === "edit"
    ? { type: "edited", seq, at, messageId, body: command.body }
    : { type: "deleted", seq, at, messageId };
}
