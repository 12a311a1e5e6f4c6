import { z } from "zod/mini";
import {
  type AttachmentType,
  type Receipt,
  receiptSchema,
  uploadPlaceSchema,
} from "#domain/attachments/schema.ts";

const problemSchema = z.object({ detail: z.string(), fields: z.optional(z.record(z.string(), z.string())) });

/** Why a file did not go up, in words; without an answer of the server there are none. */
export class UploadFailure extends Error {
  override readonly name = "UploadFailure";
}

const fromProblem = (text: string): UploadFailure => {
  try {
    const { detail, fields = {} } = problemSchema.parse(JSON.parse(text));
    return new UploadFailure(Object.values(fields)[0] ?? detail);
  } catch {
    return new UploadFailure("It did not go up.");
  }
};

/**
 * Brings a file to a room's store: asks for a place, then sends the bytes there.
 * @param onSent bytes that have gone so far
 * @throws UploadFailure where the server says no; another error where it can't be reached
 */
export async function uploadFile(
  { roomId, file, type }: { roomId: string; file: File; type: AttachmentType },
  { signal, onSent }: { signal: AbortSignal; onSent: (bytes: number) => void },
): Promise<Receipt> {
  const asked = await fetch(`/rooms/${roomId}/attachments`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: file.name, type, size: file.size }),
    signal,
  });
  if (!asked.ok) throw fromProblem(await asked.text());
  const { url } = uploadPlaceSchema.parse(await asked.json());
  return receiptSchema.parse(JSON.parse(await bring(url, file, { signal, onSent })));
}

/** By XMLHttpRequest, which alone tells how far it is. @returns the body of the answer */
function bring(
  url: string,
  file: File,
  { signal, onSent }: { signal: AbortSignal; onSent: (bytes: number) => void },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () =>
      request.status === 201 ? resolve(request.responseText) : reject(fromProblem(request.responseText));
    request.onerror = () => reject(new TypeError("the server was not reached"));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort());
    request.open("PUT", url);
    request.send(file);
  });
}
