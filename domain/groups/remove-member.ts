import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser, may } from "../permissions.ts";
import { commitLeaving } from "../rooms/commit-leaving.ts";
import { loadGroup } from "./load-group.ts";

const inputSchema = z.object({ roomId: z.uuid(), memberId: z.uuid() });

/**
 * Removes somebody from a group: its maker, a moderator, or an admin. What they wrote stays; their open sockets end
 * within seconds. Removing twice is removing once. Two round trips.
 * @throws DomainError `not_signed_in`, `not_allowed`, `invalid_input` (oneself: that is leaving), `not_found` (somebody
 *   else's group)
 */
export async function removeMember(
  ctx: ReadContext,
  raw: { roomId: string; memberId: unknown },
): Promise<void> {
  const any = may(ctx.actor, "remove:room-member:any");
  const permission = any ? "remove:room-member:any" : "remove:room-member:own";
  const userId = authorizeUser(ctx, permission, raw.roomId.slice(0, 100));
  const { roomId, memberId } = parseInput(inputSchema, raw);
  if (memberId === userId) throw new DomainError("invalid_input", { message: "Leave the circle instead." });
  await loadGroup(ctx, { roomId, userId, act: "remove" });
  await commitLeaving(ctx, {
    roomId,
    userId: memberId,
    action: "room.member-removed",
    allowed: sql`r.kind = 'group'`,
  });
}
