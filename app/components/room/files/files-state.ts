import {
  type AttachmentType,
  attachmentTypes,
  endingsByType,
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS,
  type Receipt,
} from "#domain/attachments/schema.ts";

/** A file in the composer, until it goes with a message. */
export interface FileToSend {
  key: string;
  file: File;
  /** Null: it can't be attached, and `problem` says why. */
  type: AttachmentType | null;
  /** `waiting`: for a connection. */
  state: "waiting" | "uploading" | "ready" | "failed";
  /** Bytes that have gone. */
  sent: number;
  problem: string | null;
  receipt: Receipt | null;
}

export type FilesAction =
  | { type: "added"; files: readonly FileToSend[] }
  | { type: "changed"; key: string; fields: Partial<FileToSend> }
  | { type: "removed"; key: string }
  | { type: "emptied" };

/** One step of the files in a composer. */
export function reduceFiles(files: readonly FileToSend[], action: FilesAction): readonly FileToSend[] {
  switch (action.type) {
    case "added":
      return [...files, ...action.files];
    case "changed":
      return files.map((one) => (one.key === action.key ? { ...one, ...action.fields } : one));
    case "removed":
      return files.filter(({ key }) => key !== action.key);
    case "emptied":
      return [];
  }
}

/** What somebody chose, dropped or pasted, as far as a message takes it: `already` files wait there. */
export function filesToSend(chosen: readonly File[], already: number): FileToSend[] {
  return chosen.slice(0, Math.max(0, MAX_ATTACHMENTS - already)).map((file): FileToSend => {
    const type = typeOf(file);
    const problem = problemOf(file, type);
    const state = problem ? "failed" : "waiting";
    const key = crypto.randomUUID();
    return { key, file, type: problem ? null : type, state, sent: 0, problem, receipt: null };
  });
}

/** By what the browser says, else by the end of the name: systems know few types by name. */
export function typeOf({ name, type }: Pick<File, "name" | "type">): AttachmentType | null {
  const said = attachmentTypes.find((known) => known === type);
  if (said) return said;
  const ending = name.split(".").at(-1)?.toLowerCase() ?? "";
  return attachmentTypes.find((known) => endingsByType[known].some((one) => one === ending)) ?? null;
}

function problemOf({ size }: File, type: AttachmentType | null): string | null {
  if (!type) return "Attach a picture, a PDF, plain text, or a Word or Excel file.";
  if (size === 0) return "The file is empty.";
  return size > MAX_ATTACHMENT_BYTES ? `At most ${sizeInWords(MAX_ATTACHMENT_BYTES)} a file.` : null;
}

/** Why a message can't go yet, or null. */
export function whyNotYet(files: readonly FileToSend[]): string | null {
  if (files.some(({ state }) => state === "failed"))
    return "A file did not go up. Try it again, or take it away.";
  if (files.some(({ state }) => state === "waiting")) return "The files wait for a connection.";
  return files.some(({ state }) => state === "uploading") ? "The files are on their way up." : null;
}

/** "1.4 MB". */
export function sizeInWords(bytes: number): string {
  if (bytes >= 1_000_000) return `${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, "")} MB`;
  return bytes >= 1_000 ? `${Math.round(bytes / 1024)} KB` : `${bytes} bytes`;
}
