import { z } from "zod/mini";
import { storable } from "../storable.ts";

export const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024;
/** Files of one message. */
export const MAX_ATTACHMENTS = 5;
export const MAX_NAME_LENGTH = 120;

/**
 * What may be attached, and what its name may end in. A drawing that holds script (SVG), pages (HTML) and archives, in
 * which anything may be, are not among them.
 */
export const endingsByType = {
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/webp": ["webp"],
  "image/gif": ["gif"],
  "application/pdf": ["pdf"],
  "text/plain": ["txt", "md", "csv", "log"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
} as const;
export type AttachmentType = keyof typeof endingsByType;
export const attachmentTypes = Object.keys(endingsByType) as AttachmentType[];
const attachmentType = z.enum(
  attachmentTypes,
  "Attach a picture, a PDF, plain text, or a Word or Excel file.",
);

/** The types that a page shows; all others are there to be saved. */
export const isPictureType = (type: string): boolean =>
  type.startsWith("image/") && attachmentTypes.some((known) => known === type);

/** Pixels; both, or neither: of what is no picture, or one that is not shown in the room. */
const sides = { width: z.optional(z.int()), height: z.optional(z.int()) };

/** A file of a message, as the room holds it. */
export const attachmentSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  type: z.string(),
  /** Bytes. */
  size: z.int(),
  ...sides,
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** What an upload is answered with, and a message brings to the room: the file, and our word for it until a moment. */
export const receiptSchema = z.extend(attachmentSchema, {
  /** Milliseconds since 1970. */
  until: z.int(),
  signature: z.string().check(z.maxLength(100)),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** What somebody wants to attach. */
export const uploadAskSchema = z.object({
  roomId: z.uuid(),
  name: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, "The file needs a name."),
      z.maxLength(500, "A shorter name, please."),
      storable,
    ),
  type: attachmentType,
  size: z
    .int()
    .check(
      z.positive("The file is empty."),
      z.maximum(MAX_ATTACHMENT_BYTES, `At most ${MAX_ATTACHMENT_BYTES / 1024 / 1024} MB a file.`),
    ),
});
export type UploadAsk = z.infer<typeof uploadAskSchema>;

/** Where the bytes of a file go, by PUT. */
export const uploadPlaceSchema = z.object({ id: z.uuid(), url: z.string() });
export type UploadPlace = z.infer<typeof uploadPlaceSchema>;
