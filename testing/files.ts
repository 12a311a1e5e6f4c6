import { SELF } from "cloudflare:test";
import type { Receipt, UploadPlace } from "#domain/attachments/schema.ts";
import { ORIGIN } from "./live.ts";

/** A whole picture of one pixel. */
export const tinyPng = (): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
    (char) => char.charCodeAt(0),
  );

export interface FileToSend {
  name?: string;
  type?: string;
  /** As it is said when the place is asked for; left out: as large as it is. */
  size?: unknown;
  bytes?: Uint8Array<ArrayBuffer> | string;
}

const headersOf = (token: string | null): Record<string, string> =>
  token ? { Authorization: `Bearer ${token}` } : {};

/** Asks the Worker where to bring a file. */
export function askForPlace(roomId: string, token: string | null, file: FileToSend = {}): Promise<Response> {
  const { name = "plan.png", type = "image/png", bytes = tinyPng() } = file;
  const { size = new Blob([bytes]).size } = file;
  return SELF.fetch(`${ORIGIN}/rooms/${roomId}/attachments`, {
    method: "POST",
    headers: { ...headersOf(token), "Content-Type": "application/json" },
    body: JSON.stringify({ name, type, size }),
  });
}

export const bringBytes = (
  url: string,
  token: string | null,
  bytes: Uint8Array<ArrayBuffer> | string = tinyPng(),
): Promise<Response> =>
  SELF.fetch(new URL(url, ORIGIN), { method: "PUT", headers: headersOf(token), body: bytes });

/** Asks and brings. @returns what a message takes to the room */
export async function upload(roomId: string, token: string, file: FileToSend = {}): Promise<Receipt> {
  const { url } = await (await askForPlace(roomId, token, file)).json<UploadPlace>();
  const answer = await bringBytes(url, token, file.bytes);
  if (answer.status !== 201) throw new Error(`not kept: ${answer.status} ${await answer.text()}`);
  return answer.json<Receipt>();
}

export const getFile = (roomId: string, id: string, token: string | null): Promise<Response> =>
  SELF.fetch(`${ORIGIN}/rooms/${roomId}/attachments/${id}`, { headers: headersOf(token) });
