import type { WSMessage } from "partyserver";
import type { Attachment, Receipt } from "#domain/attachments/schema.ts";
import { DomainError, toDomainError } from "#domain/errors.ts";
import { assertWritable } from "#domain/rooms/assert-writable.ts";
import type { Command, RoomEvent } from "#domain/rooms/protocol.ts";
import type { ChatRoomAudience } from "./chat-room-audience.ts";
import type { ChatRoomOutbox } from "./chat-room-outbox.ts";
import type { ChatRoomRecall } from "./chat-room-recall.ts";
import { parseCommand, type RoomSocket, sendFrame } from "./chat-room-socket.ts";
import type { ChatRoomStore } from "./chat-room-store.ts";
import { writeCommand } from "./chat-room-writes.ts";
import { logWarning } from "./log.ts";

/** Replies that a thread shows: its newest. */
export const MAX_REPLIES = 200;

/** What a room is made of, for those who act in it. */
export interface RoomParts {
  store: ChatRoomStore;
  outbox: ChatRoomOutbox;
  audience: ChatRoomAudience;
  /** Tells everybody of an event, and notes what it owes. */
  publish(event: RoomEvent): void;
  /** Sets the alarm for what is owed. */
  wake(): void;
  recall: ChatRoomRecall;
  /** The file of a receipt that this member brings now. @throws DomainError `invalid_input` */
  admit(userId: string, receipt: Receipt): Attachment;
}

/** Does what a frame of a seated socket asks, or answers why not; resolves when it has. */
export function receive(
  room: RoomParts,
  socket: RoomSocket,
  raw: WSMessage,
  roomId: string,
): void | Promise<void> {
  if (!socket.state || !room.audience.admits(socket)) return;
  const parsed = parseCommand(raw);
  if (!parsed.ok) {
    room.audience.refuse(socket, parsed.error, parsed.clientId);
    return;
  }
  const { command } = parsed;
  return room.recall.inTurn(socket.id, aboutOf(command), (unreached) => {
    try {
      if (unreached) throw unreached;
      obey(room, socket, command);
    } catch (error) {
      const known = toDomainError(error);
      if (known.code === "internal") logWarning("room command failed", error, { "room.id": roomId });
      room.audience.refuse(socket, known, "clientId" in command ? command.clientId : undefined);
    }
  });
}

/** The messages that a command needs to be here. */
function aboutOf(command: Command): { ids: string[]; replies: number } {
  const replies = command.type === "thread" ? MAX_REPLIES : 0;
  if ("messageId" in command) return { ids: [command.messageId], replies };
  if (command.type !== "send") return { ids: [], replies };
  return { ids: [command.quoteId, command.threadId].filter((id) => id !== undefined), replies };
}

/** @throws DomainError as `writeCommand` and `assertWritable` do */
function obey(room: RoomParts, socket: RoomSocket, command: Command): void {
  const userId = socket.state?.userId;
  if (!userId) return;
  switch (command.type) {
    case "ack":
      room.audience.acked(socket, Math.min(command.seq, room.store.lastSeq));
      break;
    case "read":
      read(room, userId, command.seq);
      break;
    case "typing":
      assertWritable(room.store.terms.writability);
      if (room.audience.tellsOf(room.audience.online().size))
        room.audience.tellLoosely({ type: "typing", userId, on: command.on }, userId);
      break;
    case "thread":
      tellThread(room, socket, command.messageId);
      break;
    case "ping":
      sendFrame(socket, { type: "pong" });
      break;
    default: {
      const { seq, event } = writeCommand(room.store, userId, command, new Date().toISOString(), (receipt) =>
        room.admit(userId, receipt),
      );
      if (event) room.publish(event);
      // leaves the object only when the write is on disk, as every frame does
      sendFrame(socket, { type: "ack", clientId: command.clientId, seq });
    }
  }
}

/** By the socket, so that the events which follow are just those that the answer does not hold. */
function tellThread({ store }: RoomParts, socket: RoomSocket, messageId: string): void {
  const messages = store.messages.thread(messageId, MAX_REPLIES);
  if (messages.length === 0)
    throw new DomainError("not_found", { message: "This message is not in the room." });
  const former = store.members.gone(messages.map(({ authorId }) => authorId));
  sendFrame(socket, { type: "thread", messageId, messages, former });
}

function read({ store, audience, outbox, wake }: RoomParts, userId: string, asked: number): void {
  const seq = store.markRead(userId, asked);
  if (seq === null) return;
  // how far somebody has read is told to the other of two, and where many are to nobody else
  if (store.terms.isOfMany) audience.tellOne(userId, { type: "read", userId, seq });
  else audience.tellLoosely({ type: "read", userId, seq });
  outbox.owePush(userId);
  wake();
}
