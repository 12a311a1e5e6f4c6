import { DomainError } from "../errors.ts";
import { isSignatureOf, signatureOf } from "../signed-claim.ts";
import type { Attachment, Receipt } from "./schema.ts";

/** What waits offline on a device is sent within a day, or attached anew. */
export const RECEIPT_LASTS_MS = 24 * 60 * 60_000;

/** Whose file it is, and in which room. */
interface Place {
  roomId: string;
  userId: string;
}

const wordsOf = (
  { roomId, userId }: Place,
  { id, name, type, size, width, height }: Attachment,
  until: number,
) => JSON.stringify([roomId, userId, id, name, type, size, width ?? null, height ?? null, until]);

/** Our word that this file was checked and is kept, for a message of that person in that room. */
export function makeReceipt(secret: string, place: Place, attachment: Attachment, nowMs: number): Receipt {
  const until = nowMs + RECEIPT_LASTS_MS;
  const signature = signatureOf(secret, "attachment", wordsOf(place, attachment, until));
  return { ...attachment, until, signature };
}

/**
 * The file of a receipt, for the room: no look into a database.
 * @throws DomainError `invalid_input` for what was not signed here for this person and room, or is too old
 */
export function readReceipt(secret: string, place: Place, receipt: Receipt, nowMs: number): Attachment {
  const { until, signature, ...attachment } = receipt;
  const ours = isSignatureOf(signature, secret, "attachment", wordsOf(place, attachment, until));
  if (ours && until >= nowMs) return attachment;
  throw new DomainError("invalid_input", {
    log: ours ? "receipt expired" : "receipt not ours",
    message: `“${attachment.name.slice(0, 100)}” can't be sent any more. Attach it again.`,
  });
}
