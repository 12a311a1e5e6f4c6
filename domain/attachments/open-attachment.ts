import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { attachments, roomMembers } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { authorizeUser } from "../permissions.ts";
import { fileKey } from "./file-key.ts";

export interface OpenAttachment {
  name: string;
  /** The type that its bytes were found to have. */
  type: string;
  /** Bytes. */
  size: number;
  body: ReadableStream<Uint8Array>;
}

/**
 * A file of a room, for who is a member now. Whoever asks knows its id from a message, or has uploaded it. One round trip,
 * and one look into the store.
 * @throws DomainError `not_signed_in`; `not_found` for who is no member, and for a file that is not there or was removed
 */
export async function openAttachment(
  ctx: ReadContext,
  { roomId, attachmentId }: { roomId: string; attachmentId: string },
): Promise<OpenAttachment> {
  const userId = authorizeUser(ctx, "read:attachment:own", attachmentId.slice(0, 100));
  const file = await findFile(ctx, { roomId, attachmentId, userId });
  const body = file && (await ctx.files.read(fileKey(roomId, attachmentId)));
  if (file && body) return { ...file, body };
  ctx.waitUntil(recordDenial(ctx, "read:attachment:own", attachmentId));
  throw new DomainError("not_found", { log: "no file of a room of theirs" });
}

async function findFile(
  { db }: ReadContext,
  { roomId, attachmentId, userId }: { roomId: string; attachmentId: string; userId: string },
): Promise<Omit<OpenAttachment, "body"> | null> {
  if (![roomId, attachmentId].every((id) => idSchema.safeParse(id).success)) return null;
  const isMember = and(
    eq(roomMembers.roomId, attachments.roomId),
    eq(roomMembers.userId, userId),
    isNull(roomMembers.leftAt),
  );
  const [file] = await db
    .select({ name: attachments.name, type: attachments.type, size: attachments.size })
    .from(attachments)
    .innerJoin(roomMembers, isMember)
    .where(
      and(
        eq(attachments.id, attachmentId),
        eq(attachments.roomId, roomId),
        isNotNull(attachments.uploadedAt),
        isNull(attachments.removedAt),
      ),
    );
  return file ?? null;
}
