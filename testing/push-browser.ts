import { z } from "zod";
import type { DeviceInput } from "#domain/push/schema.ts";

/** A browser's half of web push, written from the RFCs and with nothing of what the Worker seals with. */
export interface Browser {
  subscription: DeviceInput;
  /** Reads what was sealed for it (RFC 8291, section 3.4). */
  open(sealed: Uint8Array): Promise<string>;
}

interface BrowserKeys {
  privateKey: CryptoKey;
  /** The uncompressed point. */
  publicKey: Uint8Array;
  auth: Uint8Array;
}

const ecdh = { name: "ECDH", namedCurve: "P-256" };
const utf8 = new TextEncoder();

export const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

export const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

const joined = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

/** A browser with keys of its own, at an address that nobody else has. */
export async function makeBrowser(service = "https://fcm.googleapis.com/fcm/send"): Promise<Browser> {
  const pair = (await crypto.subtle.generateKey(ecdh, true, ["deriveBits"])) as CryptoKeyPair;
  const publicKey = new Uint8Array((await crypto.subtle.exportKey("raw", pair.publicKey)) as ArrayBuffer);
  const auth = crypto.getRandomValues(new Uint8Array(16));
  return {
    subscription: {
      endpoint: `${service}/${crypto.randomUUID()}`,
      keys: { p256dh: toBase64Url(publicKey), auth: toBase64Url(auth) },
    },
    open: (sealed) => unseal({ privateKey: pair.privateKey, publicKey, auth }, sealed),
  };
}

/** A browser with known keys, as base64url. */
export async function browserWith(keys: { p256dh: string; auth: string; privateKey: string }) {
  const publicKey = fromBase64Url(keys.p256dh);
  const [x, y] = [toBase64Url(publicKey.slice(1, 33)), toBase64Url(publicKey.slice(33))];
  const jwk = { kty: "EC", crv: "P-256", x, y, d: keys.privateKey };
  const privateKey = await crypto.subtle.importKey("jwk", jwk, ecdh, false, ["deriveBits"]);
  const own: BrowserKeys = { privateKey, publicKey, auth: fromBase64Url(keys.auth) };
  return { open: (sealed: Uint8Array) => unseal(own, sealed) };
}

async function unseal({ privateKey, publicKey, auth }: BrowserKeys, sealed: Uint8Array): Promise<string> {
  const salt = sealed.slice(0, 16);
  const recordSize = new DataView(sealed.buffer, sealed.byteOffset).getUint32(16);
  const senderKey = sealed.slice(21, 21 + (sealed[20] ?? 0));
  const record = sealed.slice(21 + senderKey.length);
  // RFC 8291, section 4: one record, and what every push service takes
  if (record.length > recordSize || sealed.length > 4_096)
    throw new Error("more than one record of 4,096 bytes");
  const sender = await crypto.subtle.importKey("raw", senderKey, ecdh, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: sender } as never, privateKey, 256);
  const keyInfo = joined(utf8.encode("WebPush: info\0"), publicKey, senderKey);
  const input = await hkdf(auth, new Uint8Array(shared), keyInfo, 32);
  const key = await hkdf(salt, input, utf8.encode("Content-Encoding: aes128gcm\0"), 16);
  const iv = await hkdf(salt, input, utf8.encode("Content-Encoding: nonce\0"), 12);
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const padded = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, aes, record));
  const end = padded.findLastIndex((byte) => byte !== 0);
  // RFC 8188, section 2: 2 ends the last record, zeros may follow
  if (padded[end] !== 2) throw new Error("not the last record");
  return new TextDecoder().decode(padded.slice(0, end));
}

async function hkdf(salt: Uint8Array, input: Uint8Array, info: Uint8Array, bytes: number) {
  const key = await crypto.subtle.importKey("raw", joined(input), "HKDF", false, ["deriveBits"]);
  const derive = { name: "HKDF", hash: "SHA-256", salt: joined(salt), info: joined(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(derive, key, bytes * 8));
}

const claimsSchema = z.object({ aud: z.string(), exp: z.number(), sub: z.string() });

/** What the sender says of itself, by its own signature (RFC 8292, sections 2 and 3). */
export async function readVapid(authorization: string | null, publicKey: string) {
  const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization ?? "") ?? [];
  const [header = "", claims = "", signature = ""] = token?.split(".") ?? [];
  if (key !== publicKey) throw new Error("signed with another key");
  const es256 = { name: "ECDSA", namedCurve: "P-256" };
  const verifier = await crypto.subtle.importKey("raw", fromBase64Url(publicKey), es256, false, ["verify"]);
  const signed = utf8.encode(`${header}.${claims}`);
  const hashed = { name: "ECDSA", hash: "SHA-256" };
  const isOurs = await crypto.subtle.verify(hashed, verifier, fromBase64Url(signature), signed);
  if (!isOurs) throw new Error("the signature does not hold");
  const read = (part: string): unknown => JSON.parse(new TextDecoder().decode(fromBase64Url(part)));
  return { header: read(header), claims: claimsSchema.parse(read(claims)) };
}
