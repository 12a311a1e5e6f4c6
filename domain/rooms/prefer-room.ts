import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { roomMembers } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { authorizeRoom } from "./authorize-room.ts";

const inputSchema = z.object({
  roomId: z.uuid(),
  wish: z.enum(["mute", "unmute", "archive", "bring-back"]),
});
export type RoomWish = z.infer<typeof inputSchema>["wish"];

const actions = {
  mute: "muted",
  unmute: "unmuted",
  archive: "archived",
  "bring-back": "brought-back",
} as const;

/**
 * What a member wants of a conversation, for themselves alone: a muted one gives no notification unless a message
 * names them, an archived one stands apart from the others until something unread is in it. A repeat changes nothing.
 * @throws DomainError `not_signed_in`, `invalid_input`, `not_found` (not a member)
 */
export async function preferRoom(ctx: ReadContext, raw: { roomId: string; wish: unknown }): Promise<void> {
  const userId = authorizeUser(ctx, "update:room-member:own", raw.roomId.slice(0, 100));
  const { roomId, wish } = parseInput(inputSchema, raw);
  const mutes = wish === "mute" || wish === "unmute";
  const on = wish === "mute" || wish === "archive";
  const column = sql.identifier(mutes ? "muted_at" : "archived_at");
  const at = on ? sql`${ctx.now().toISOString()}::timestamptz` : sql`null`;
  const own = and(eq(roomMembers.roomId, roomId), eq(roomMembers.userId, userId), isNull(roomMembers.leftAt));
  const written = await commitChange(ctx, {
    change: sql`update ${roomMembers} set ${column} = ${at}
      where ${own} and (${column} is null) = ${on} returning *`,
    audit: { action: `room.${actions[wish]}`, targetType: "room", targetId: roomId, after: { [wish]: true } },
    jobs: mutes ? [{ kind: "live.sync-room-member", roomId, userId }] : [],
  });
  // it stands so already, or the person is no member: this says which
  if (!written) await authorizeRoom(ctx, { roomId });
}
