import { isMove } from "#domain/rooms/apply-event.ts";
import type { RoomEvent } from "#domain/rooms/protocol.ts";
import type { RoomChange } from "#domain/rooms/schema.ts";
import type { ChatRoomStore } from "./chat-room-store.ts";

/** Each change of a message in a range of events, by the event's number (a deleted message has no words). */
export function changesIn(store: ChatRoomStore, fromSeq: number, toSeq: number): RoomChange[] {
  return store.events.between(fromSeq, toSeq).flatMap((event) => {
    if (isMove(event)) return [];
    const { type: action, at, seq: version } = event;
    if (event.type === "sent") {
      const { id, authorId: actorId } = event.message;
      return [{ ...event.message, action, actorId, at, attachmentIds: store.messages.attachmentIds(id) }];
    }
    const message = store.messages.find(event.messageId);
    if (!message) return [];
    const actorId = actorOf(event) ?? message.authorId;
    // what later events changed too comes again with their higher versions
    const body = event.type === "edited" && !message.deletedAt ? event.body : message.body;
    const attachmentIds = store.messages.attachmentIds(message.id);
    return [{ ...message, version, body, action, actorId, at, attachmentIds }];
  });
}

/** Null: the author of the message. */
function actorOf(event: Exclude<RoomEvent, { type: "joined" | "left" | "sent" }>): string | null {
  if (event.type === "edited") return null;
  return event.type === "reacted" ? event.userId : event.by;
}
