import { Hono } from "hono";
import { DomainError } from "#domain/errors.ts";
import { authorizeRoom } from "#domain/rooms/authorize-room.ts";
import { type Entrant, encodeEntrant, ROOM_ENTRANT_HEADER } from "#domain/rooms/entrance.ts";
import { loadMessages } from "#domain/rooms/load-messages.ts";
import { loadVersions } from "#domain/rooms/load-versions.ts";
import type { AppEnv } from "../app-env.ts";
import { assertSameOrigin } from "../middleware/same-origin.ts";

/** `GET /rooms/:roomId/socket` (WebSocket, `?after=&v=`), `…/messages?before=` or `?after=`, `…/messages/:messageId/versions`. */
export const rooms = new Hono<AppEnv>()
  .get("/:roomId/socket", async (c) => {
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
      throw new DomainError("invalid_input", { message: "A room is entered by WebSocket." });
    }
    assertSameOrigin(c);
    const { roomId, member, sessionId } = await authorizeRoom(c.var.ctx, { roomId: c.req.param("roomId") });
    const entrance = entranceRequest(c.req.raw.url, { member, sessionId });
    return c.env.CHAT_ROOM.getByName(roomId).fetch(entrance);
  })
  .get("/:roomId/messages", async (c) => {
    const page = await loadMessages(c.var.ctx, { ...c.req.query(), roomId: c.req.param("roomId") });
    return c.json(page);
  })
  .get("/:roomId/messages/:messageId/versions", async (c) =>
    c.json({ versions: await loadVersions(c.var.ctx, c.req.param()) }),
  );

/** A request of our own making: nothing of the visitor's reaches the object but the two numbers it may choose. */
function entranceRequest(url: string, entrant: Entrant): Request {
  const entrance = new URL("https://room/socket");
  const asked = new URL(url).searchParams;
  for (const name of ["after", "v"]) {
    const value = asked.get(name);
    if (value !== null) entrance.searchParams.set(name, value);
  }
  return new Request(entrance, {
    headers: { Upgrade: "websocket", [ROOM_ENTRANT_HEADER]: encodeEntrant(entrant) },
  });
}
