import { and, eq, isNotNull } from "drizzle-orm";
import { attachments } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { fileKey } from "./file-key.ts";

/** Removes the bytes of a message that was taken back, by its author or a moderator. A repeat finds nothing to do. */
export async function removeAttachments(
  ctx: JobContext,
  { roomId, messageId }: { roomId: string; messageId: string },
): Promise<void> {
  authorize(ctx, "remove:attachment:any", messageId);
  const gone = await ctx.db
    .select({ id: attachments.id })
    .from(attachments)
    .where(
      and(
        eq(attachments.messageId, messageId),
        eq(attachments.roomId, roomId),
        isNotNull(attachments.removedAt),
      ),
    );
  if (gone.length > 0) await ctx.removeFiles(gone.map(({ id }) => fileKey(roomId, id)));
}
