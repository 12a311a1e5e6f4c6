import type { ByteReader } from "./byte-reader.ts";

const drawn = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
const HAS_EXIF_OR_XMP = 0x08 | 0x04;
/** RFC 9649, 2.7.1.6: readers leave out what they do not know. */
const BLANK = new TextEncoder().encode("zero");

/** RFC 9649, 2.3: RIFF's header, then chunks of name, length and data, which is filled up to an even length. */
export async function* blankWebpMetadata(bytes: ByteReader): AsyncGenerator<Uint8Array> {
  yield await bytes.take(12);
  for (;;) {
    const head = await bytes.take(8);
    if (head.length < 8) return yield new Uint8Array(head.length);
    const size = new DataView(head.buffer).getUint32(4, true);
    const length = size + (size % 2);
    const name = String.fromCharCode(...head.subarray(0, 4));
    if (!drawn.has(name)) head.set(BLANK);
    yield head;
    if (name === "VP8X") {
      const flags = await bytes.take(Math.min(1, length));
      yield flags.map((bits) => bits & ~HAS_EXIF_OR_XMP);
      yield* bytes.pass(length - flags.length);
    } else if (drawn.has(name)) yield* bytes.pass(length);
    else yield* bytes.blank(length);
  }
}
