import { crc32 } from "node:zlib";
import type { ByteReader } from "./byte-reader.ts";
import { exifOf, exifOrientation } from "./exif-orientation.ts";

/** Chunks beside the critical ones that say how to draw it: transparency, colours, sizes, frames. */
const drawn = new Set(
  "tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs hIST sPLT acTL fcTL fdAT".split(" "),
);
/** Ancillary, private and safe to copy (W3C PNG, 5.4): nobody reads it. */
const BLANK = "zeRo";
/** As much as a JPEG's segment holds; a longer one is no camera's. */
const LONGEST_EXIF = 65_527;

/** W3C PNG, 5.3: a signature, then chunks of length, type, data and checksum. Behind the last one: zeros. */
export async function* blankPngMetadata(bytes: ByteReader): AsyncGenerator<Uint8Array> {
  yield await bytes.take(8);
  for (;;) {
    const head = await bytes.take(8);
    if (head.length < 8) return yield new Uint8Array(head.length);
    const length = new DataView(head.buffer).getUint32(0);
    const type = String.fromCharCode(...head.subarray(4));
    if (isDrawn(type)) {
      yield head;
      yield* bytes.pass(length + 4);
    } else if (type === "eXIf" && length <= LONGEST_EXIF) yield* blankExif(bytes, head, length);
    else yield* chunk(bytes, named(head, BLANK), bytes.blank(length));
    if (type === "IEND") return yield* bytes.blank();
  }
}

/** A first letter in upper case: without such a chunk no picture can be drawn. */
const isDrawn = (type: string): boolean => /^[A-Z]/.test(type) || drawn.has(type);

/** W3C PNG, 11.3.4.5: what a JPEG's Exif holds, from its byte order on. */
async function* blankExif(bytes: ByteReader, head: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  const tiff = await bytes.take(length);
  const turned = exifOf(exifOrientation(tiff), tiff.length);
  yield* chunk(bytes, turned.some(Boolean) ? head : named(head, BLANK), [turned]);
}

function named(head: Uint8Array, type: string): Uint8Array {
  const named = Uint8Array.from(head);
  named.set(new TextEncoder().encode(type), 4);
  return named;
}

/** A chunk with other data than it came with, and their checksum. */
async function* chunk(
  bytes: ByteReader,
  head: Uint8Array,
  data: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield head;
  let sum = crc32(head.subarray(4));
  for await (const part of data) {
    sum = crc32(part, sum);
    yield part;
  }
  const checksum = await bytes.take(4);
  if (checksum.length === 4) new DataView(checksum.buffer).setUint32(0, sum);
  yield checksum;
}
