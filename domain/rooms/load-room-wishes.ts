import { and, eq, isNotNull, isNull, or } from "drizzle-orm";
import { roomMembers } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";

/** The reader's conversations that are muted or archived, by room id, in one round trip; all others are neither. */
export async function loadRoomWishes(
  ctx: ReadContext,
): Promise<Record<string, { muted: boolean; archived: boolean }>> {
  const userId = authorizeUser(ctx, "enter:room:own");
  const { roomId, mutedAt, archivedAt, leftAt } = roomMembers;
  const rows = await ctx.db
    .select({ roomId, mutedAt, archivedAt })
    .from(roomMembers)
    .where(
      and(eq(roomMembers.userId, userId), isNull(leftAt), or(isNotNull(mutedAt), isNotNull(archivedAt))),
    );
  return Object.fromEntries(
    rows.map((row) => [row.roomId, { muted: row.mutedAt !== null, archived: row.archivedAt !== null }]),
  );
}
