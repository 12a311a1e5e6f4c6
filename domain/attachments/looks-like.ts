import type { AttachmentType } from "./schema.ts";

const ascii = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** The first entry of a package of Office Open XML (ECMA-376, part 2) is one of these in what Office and others write. */
const officeEntry = /^(\[Content_Types\]\.xml|_rels\/|docProps\/|customXml\/)/;

const looks: Record<AttachmentType, (head: Uint8Array) => boolean> = {
  "image/png": (head) => holds(head, [0x89, ...ascii("PNG\r\n"), 0x1a, 0x0a]),
  "image/jpeg": (head) => holds(head, [0xff, 0xd8, 0xff]),
  "image/webp": (head) => holds(head, ascii("RIFF")) && holds(head, ascii("WEBPVP8"), 8),
  "image/gif": (head) => holds(head, ascii("GIF87a")) || holds(head, ascii("GIF89a")),
  "application/pdf": (head) => holds(head, ascii("%PDF-")),
  "text/plain": isPlainText,
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (head) =>
    isOffice(head, "word/"),
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (head) => isOffice(head, "xl/"),
};

/**
 * Whether the first bytes of a file are those of the type that it was said to be.
 * @param head at least as much of it as there is, up to a few kilobytes
 */
export const looksLike = (type: AttachmentType, head: Uint8Array): boolean => looks[type](head);

const holds = (head: Uint8Array, bytes: number[], at = 0): boolean =>
  bytes.every((byte, index) => head[at + index] === byte);

/** The name of the first entry (APPNOTE 4.3.7: its length at 26, itself from 30). */
function isOffice(head: Uint8Array, folder: string): boolean {
  if (!holds(head, ZIP) || head.length < 30) return false;
  const length = (head[26] ?? 0) + 256 * (head[27] ?? 0);
  const name = String.fromCharCode(...head.subarray(30, 30 + Math.min(length, 200)));
  return officeEntry.test(name) || name.startsWith(folder);
}

/** UTF-8 that a person can read, and no markup that a browser would take for a page or a drawing. */
function isPlainText(head: Uint8Array): boolean {
  let text: string;
  try {
    // what was cut may end within a character
    text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
  } catch {
    return false;
  }
  const beginning = text.replace(/^[\s\ufeff]+/, "");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) && !/^<(!|\?|[a-z])/i.test(beginning);
}
