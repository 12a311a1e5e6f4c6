/**
 * The few frames of the Postgres wire protocol (version 3) that the local server writes or looks into:
 * a type byte, an int32 length that counts itself, a body.
 */

export type TransactionStatus = "I" | "T" | "E";

const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;

export function frame(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, "latin1");
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

export const simpleQuery = (sql: string): Buffer => frame("Q", Buffer.from(`${sql}\0`));
export const sync = frame("S", Buffer.alloc(0));
export const askForPassword = frame("R", int32(3));
export const readyForQuery = (status: TransactionStatus): Buffer => frame("Z", Buffer.from(status));

/** What a client hears between its password and its first query. */
export function welcome(): Buffer {
  const parameters = {
    server_version: "18.0",
    server_encoding: "UTF8",
    client_encoding: "UTF8",
    DateStyle: "ISO, MDY",
    TimeZone: "UTC",
    integer_datetimes: "on",
    standard_conforming_strings: "on",
  };
  return Buffer.concat([
    frame("R", int32(0)),
    ...Object.entries(parameters).map(([name, value]) => frame("S", Buffer.from(`${name}\0${value}\0`))),
    frame("K", Buffer.concat([int32(1), int32(1)])),
    readyForQuery("I"),
  ]);
}

export function errorResponse(severity: "ERROR" | "FATAL", sqlState: string, message: string): Buffer {
  return frame("E", Buffer.from(`S${severity}\0V${severity}\0C${sqlState}\0M${message}\0\0`));
}

export type Startup =
  | { kind: "encryption" }
  | { kind: "cancel" }
  | { kind: "session"; parameters: Record<string, string> };

/**
 * Takes the first message of a connection off the front of `bytes`; it has no type byte.
 * @returns null when it has not arrived in full
 */
export function takeStartup(bytes: Buffer): { startup: Startup; rest: Buffer } | null {
  if (bytes.length < 8) return null;
  const length = bytes.readInt32BE(0);
  if (bytes.length < length) return null;
  const code = bytes.readInt32BE(4);
  const rest = bytes.subarray(length);
  if (code === SSL_REQUEST || code === GSS_REQUEST) return { startup: { kind: "encryption" }, rest };
  if (code === CANCEL_REQUEST) return { startup: { kind: "cancel" }, rest };
  const words = bytes.subarray(8, length).toString("utf8").split("\0");
  const parameters: Record<string, string> = {};
  for (let i = 0; i + 1 < words.length && words[i]; i += 2) parameters[words[i]!] = words[i + 1]!;
  return { startup: { kind: "session", parameters }, rest };
}

/** Takes one typed frame off the front of `bytes`, or returns null when it has not arrived in full. */
export function takeFrame(bytes: Buffer): { type: string; whole: Buffer; rest: Buffer } | null {
  if (bytes.length < 5) return null;
  const length = 1 + bytes.readInt32BE(1);
  if (bytes.length < length) return null;
  const type = String.fromCharCode(bytes[0]!);
  return { type, whole: bytes.subarray(0, length), rest: bytes.subarray(length) };
}

/** The status in the last ReadyForQuery of an answer, or null: the batch ended in Flush, more of it will come. */
export function lastStatus(answer: Buffer): TransactionStatus | null {
  let status: TransactionStatus | null = null;
  for (let at = 0; at + 5 <= answer.length; at += 1 + answer.readInt32BE(at + 1)) {
    if (answer[at] !== 0x5a) continue;
    const letter = String.fromCharCode(answer[at + 5]!);
    status = letter === "I" || letter === "T" ? letter : "E";
  }
  return status;
}
