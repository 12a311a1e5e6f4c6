import { and, eq, isNull } from "drizzle-orm";
import { attachments } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { authorizeUser } from "../permissions.ts";
import { fileKey } from "./file-key.ts";
import { looksLike } from "./looks-like.ts";
import { blankMetadata } from "./metadata/blank-metadata.ts";
import { sidesOfPicture } from "./picture-sides.ts";
import { readHead } from "./read-head.ts";
import { makeReceipt } from "./receipt.ts";
import { MAX_ATTACHMENT_BYTES, type Receipt } from "./schema.ts";
import { readUploadToken, type UploadClaim } from "./upload-token.ts";

/** A camera's own notes, blank by then, may stand before what says how large its picture is. */
const HEAD_BYTES = 256 * 1024;

interface Upload {
  roomId: string;
  attachmentId: string;
  /** Of the signed address. */
  token: string;
  /** As the request says it; null where it says nothing. */
  length: number | null;
  body: ReadableStream<Uint8Array> | null;
}

/**
 * Takes the bytes of a file that was asked for, looks whether they are what was said, and keeps them, a picture's without
 * what its camera wrote beside it. A repeat is answered
 * like the first and changes nothing. One round trip, beside the bytes.
 * @returns what a message brings to the room
 * @throws DomainError `not_signed_in`, `not_found` (not signed here, or for somebody else), `token_expired`,
 *   `too_large`, `invalid_input` (not as many bytes as was said), `unsupported_media_type` (not of the type that was said)
 */
export async function receiveUpload(ctx: ReadContext, upload: Upload): Promise<Receipt> {
  const userId = authorizeUser(ctx, "create:attachment:own", upload.attachmentId.slice(0, 100));
  const claim = readUploadToken(ctx.authSecret, upload.token);
  const { roomId, attachmentId: id } = upload;
  if (claim?.userId !== userId || claim.id !== id || claim.roomId !== roomId) {
    ctx.waitUntil(recordDenial(ctx, "create:attachment:own", id));
    throw new DomainError("not_found", { log: "upload not signed for this" });
  }
  if (claim.until < ctx.now().getTime()) throw new DomainError("token_expired");
  const { name, type } = claim;
  const key = fileKey(roomId, id);
  const { head, whole } = await readHead(blankMetadata(type, bodyOf(upload, claim)), HEAD_BYTES);
  assertType(claim, head);
  const kept = await ctx.files.keep(key, whole, { type, size: claim.size, ...sidesOfPicture(type, head) });
  await commitChange(ctx, {
    change: ctx.db
      .update(attachments)
      .set({ uploadedAt: ctx.now() })
      .where(and(eq(attachments.id, id), isNull(attachments.uploadedAt)))
      .returning({ id: attachments.id }),
    audit: {
      action: "attachment.uploaded",
      targetType: "attachment",
      targetId: id,
      after: { roomId, type, size: claim.size },
    },
  });
  return makeReceipt(ctx.authSecret, { roomId, userId }, { id, name, ...kept }, ctx.now().getTime());
}

function bodyOf({ length, body }: Upload, { size }: UploadClaim): ReadableStream<Uint8Array> {
  if (length !== null && length > MAX_ATTACHMENT_BYTES) throw new DomainError("too_large");
  if (body && length === size) return body;
  throw new DomainError("invalid_input", {
    log: `${length} bytes where ${size} were asked for`,
    message: "The file is not as large as was said. Attach it again.",
  });
}

function assertType({ type }: UploadClaim, head: Uint8Array): void {
  if (looksLike(type, head)) return;
  throw new DomainError("unsupported_media_type", {
    message:
      "This file is not what its name says. Attach a picture, a PDF, plain text, or a Word or Excel file.",
  });
}
