import { and, asc, inArray, isNull, lte } from "drizzle-orm";
import { attachments } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { fileKey } from "./file-key.ts";

/** Past the day in which a receipt may be sent, with time for a room's archive that is far behind to say that it was. */
export const UNSENT_LASTS_MS = 7 * 86_400_000;
const BATCH = 100;

/**
 * Removes files that no message ever carried, and what was asked for and never brought. The bytes go first: what fails
 * between is found again.
 * @returns how many
 */
export async function removeUnsent(ctx: JobContext): Promise<number> {
  authorize(ctx, "remove:attachment:any");
  const before = new Date(ctx.now().getTime() - UNSENT_LASTS_MS);
  const isUnsent = and(isNull(attachments.messageId), lte(attachments.askedAt, before));
  const unsent = await ctx.db
    .select({ id: attachments.id, roomId: attachments.roomId })
    .from(attachments)
    .where(isUnsent)
    .orderBy(asc(attachments.askedAt))
    .limit(BATCH);
  if (unsent.length === 0) return 0;
  await ctx.removeFiles(unsent.map(({ roomId, id }) => fileKey(roomId, id)));
  const ids = unsent.map(({ id }) => id);
  // unaudited: time has ended them, nobody but their owner has seen them, and the trail has when each came
  await ctx.db.delete(attachments).where(and(inArray(attachments.id, ids), isUnsent));
  return unsent.length;
}
