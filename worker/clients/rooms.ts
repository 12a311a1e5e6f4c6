import { z } from "zod";
import type { JobContext, RoomReader } from "#domain/context.ts";
import {
  messageSchema,
  messageVersionSchema,
  roomChangeSchema,
  roomSnapshotSchema,
} from "#domain/rooms/schema.ts";

const historySchema = z.object({
  messages: z.array(messageSchema),
  more: z.boolean(),
  single: z.array(messageSchema),
  inArchive: z.boolean(),
});

const historyAfterSchema = z.object({
  messages: z.array(messageSchema),
  more: z.boolean(),
  since: z.number(),
  single: z.array(messageSchema),
});

const versionsSchema = z.nullable(z.array(messageVersionSchema));

/** Rooms as jobs see them: opened for their members, read for the archive. */
export function makeRooms(rooms: Env["CHAT_ROOM"]): JobContext["rooms"] {
  return {
    open: async (roomId, members) => rooms.getByName(roomId).open(members),
    close: async (roomId) => rooms.getByName(roomId).close(),
    look: async (roomId, ifHere) => rooms.getByName(roomId).look(ifHere),
    lookAt: async (roomId, userId) => rooms.getByName(roomId).lookAt(userId),
    removeMessage: async (roomId, messageId, userId) =>
      rooms.getByName(roomId).removeMessage(messageId, userId),
    changes: async (roomId, fromSeq, toSeq) =>
      z.array(roomChangeSchema).parse(await rooms.getByName(roomId).changes(fromSeq, toSeq)),
    archived: async (roomId, fromSeq, toSeq) => rooms.getByName(roomId).archived(fromSeq, toSeq),
  };
}

/** Rooms as pages see them: what a reader who was let in finds there. */
export function makeRoomReader(rooms: Env["CHAT_ROOM"]): RoomReader {
  return {
    snapshot: async (roomId, readerId) =>
      roomSnapshotSchema.parse(await rooms.getByName(roomId).snapshot(readerId)),
    history: async (roomId, beforeSeq, limit) =>
      historySchema.parse(await rooms.getByName(roomId).history(beforeSeq, limit)),
    historyAfter: async (roomId, afterSeq, limit) =>
      historyAfterSchema.parse(await rooms.getByName(roomId).historyAfter(afterSeq, limit)),
    thread: async (roomId, messageId) =>
      z.array(messageSchema).parse(await rooms.getByName(roomId).thread(messageId)),
    search: async (roomId, words, ids) =>
      z.array(messageSchema).parse(await rooms.getByName(roomId).search(words, ids)),
    firstSince: async (roomId, since) => rooms.getByName(roomId).firstSince(since),
    versions: async (roomId, messageId) =>
      versionsSchema.parse(await rooms.getByName(roomId).versions(messageId)),
  };
}
