import { crc32 } from "node:zlib";
import type { ByteReader } from "./byte-reader.ts";

/** Chunks beside the critical ones that say how to draw it: transparency, colours, sizes, frames. */
const drawn = new Set(
  "tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs hIST sPLT acTL fcTL fdAT".split(" "),
);
/** Ancillary, private and safe to copy (W3C PNG, 5.4): nobody reads it. */
const BLANK = new TextEncoder().encode("zeRo");

/** W3C PNG, 5.3: a signature, then chunks of length, type, data and checksum. Behind the last one: zeros. */
export async function* blankPngMetadata(bytes: ByteReader): AsyncGenerator<Uint8Array> {
  yield await bytes.take(8);
  for (;;) {
    const head = await bytes.take(8);
    if (head.length < 8) return yield head;
    const length = new DataView(head.buffer).getUint32(0);
    const type = String.fromCharCode(...head.subarray(4));
    if (isDrawn(type)) {
      yield head;
      yield* bytes.pass(length + 4);
    } else yield* blankChunk(bytes, head, length);
    if (type === "IEND") return yield* bytes.blank();
  }
}

/** A first letter in upper case: without such a chunk no picture can be drawn. */
const isDrawn = (type: string): boolean => /^[A-Z]/.test(type) || drawn.has(type);

async function* blankChunk(bytes: ByteReader, head: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  head.set(BLANK, 4);
  yield head;
  let sum = crc32(BLANK);
  for await (const part of bytes.blank(length)) {
    sum = crc32(part, sum);
    yield part;
  }
  const checksum = await bytes.take(4);
  if (checksum.length === 4) new DataView(checksum.buffer).setUint32(0, sum);
  yield checksum;
}
