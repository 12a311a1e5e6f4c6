import { and, eq, sql } from "drizzle-orm";
import { roomMembers, rooms } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { authorizeUser } from "../permissions.ts";
import { commitLeaving } from "./commit-leaving.ts";

/**
 * The signed-in person leaves a community or a group; a direct room ends with its mentorship alone. What they wrote
 * stays. Leaving twice is leaving once. At most two round trips.
 * @throws DomainError `not_signed_in`; `not_found` for who never was a member, as for a room that doesn't exist;
 *   `conflict` (a direct room)
 */
export async function leaveRoom(ctx: ReadContext, { roomId }: { roomId: string }): Promise<void> {
  const permission = "leave:room:own";
  const userId = authorizeUser(ctx, permission, roomId.slice(0, 100));
  if (!idSchema.safeParse(roomId).success) throw new DomainError("not_found", { log: "no room id" });
  const left = await commitLeaving(ctx, {
    roomId,
    userId,
    action: "room.left",
    allowed: sql`r.kind <> 'direct'`,
  });
  if (left) return;
  const [own] = await ctx.db
    .select({ kind: rooms.kind, leftAt: roomMembers.leftAt })
    .from(roomMembers)
    .innerJoin(rooms, eq(rooms.id, roomMembers.roomId))
    .where(and(eq(roomMembers.roomId, roomId), eq(roomMembers.userId, userId)));
  if (own?.leftAt) return;
  if (own?.kind === "direct") {
    throw new DomainError("conflict", { message: "This conversation ends with its mentorship." });
  }
  ctx.waitUntil(recordDenial(ctx, permission, roomId));
  throw new DomainError("not_found", { log: "not a member of the room" });
}
