import { Hono } from "hono";
import { z } from "zod";
import { DomainError } from "#domain/errors.ts";
import { authorizeRoom } from "#domain/rooms/authorize-room.ts";
import { encodeMember, ROOM_MEMBER_HEADER } from "#domain/rooms/entrance.ts";
import { loadArchivedMessages } from "#domain/rooms/load-archived-messages.ts";
import type { Message, RoomMember } from "#domain/rooms/protocol.ts";
import type { AppEnv } from "../app-env.ts";
import { assertSameOrigin } from "../middleware/same-origin.ts";

const pageSchema = z.object({
  before: z.coerce.number().int().positive(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** `GET /rooms/:roomId/socket` (WebSocket, `?after=&v=`) and `GET /rooms/:roomId/messages?before=`. */
export const rooms = new Hono<AppEnv>()
  .get("/:roomId/socket", async (c) => {
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
      throw new DomainError("invalid_input", { message: "A room is entered by WebSocket." });
    }
    assertSameOrigin(c);
    const { roomId, member } = await authorizeRoom(c.var.ctx, { roomId: c.req.param("roomId") });
    const entrance = entranceRequest(c.req.raw.url, member);
    return c.env.CHAT_ROOM.getByName(roomId).fetch(entrance);
  })
  .get("/:roomId/messages", async (c) => {
    const { roomId } = await authorizeRoom(c.var.ctx, { roomId: c.req.param("roomId") });
    const page = pageSchema.safeParse(c.req.query());
    if (!page.success) throw new DomainError("invalid_input", { log: "page of messages" });
    const { before, limit } = page.data;
    const recent = await c.env.CHAT_ROOM.getByName(roomId).history(before, limit);
    const missing = limit - recent.messages.length;
    if (missing === 0 || !recent.inArchive) return c.json(answer(recent.messages, recent.more));
    const older = await loadArchivedMessages(c.var.ctx, {
      roomId,
      beforeSeq: recent.messages[0]?.seq ?? before,
      limit: missing,
    });
    return c.json(answer([...older.messages, ...recent.messages], older.more));
  });

const answer = (messages: Message[], more: boolean) => ({ messages, more });

/** A request of our own making: nothing of the visitor's reaches the object but the two numbers it may choose. */
function entranceRequest(url: string, member: RoomMember): Request {
  const entrance = new URL("https://room/socket");
  const asked = new URL(url).searchParams;
  for (const name of ["after", "v"]) {
    const value = asked.get(name);
    if (value !== null) entrance.searchParams.set(name, value);
  }
  return new Request(entrance, {
    headers: { Upgrade: "websocket", [ROOM_MEMBER_HEADER]: encodeMember(member) },
  });
}
