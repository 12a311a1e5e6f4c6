import { z } from "zod";
import type { JobContext } from "#domain/context.ts";
import { messageSchema } from "#domain/rooms/protocol.ts";

/** Rooms as jobs see them: opened for their members, read for the archive. */
export function makeRooms(rooms: Env["CHAT_ROOM"]): JobContext["rooms"] {
  return {
    open: async (roomId, members) => rooms.getByName(roomId).open(members),
    changes: async (roomId, fromSeq, toSeq) =>
      z.array(messageSchema).parse(await rooms.getByName(roomId).changes(fromSeq, toSeq)),
    archived: async (roomId, fromSeq, toSeq) => rooms.getByName(roomId).archived(fromSeq, toSeq),
  };
}
