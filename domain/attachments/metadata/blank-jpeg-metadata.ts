import type { ByteReader } from "./byte-reader.ts";
import { exifOf, exifOrientation } from "./exif-orientation.ts";

const [TEM, START_OF_IMAGE, END_OF_IMAGE, START_OF_SCAN, FILL] = [0x01, 0xd8, 0xd9, 0xda, 0xff];
const [APP0, APP1, APP2, APP14, APP15, COMMENT] = [0xe0, 0xe1, 0xe2, 0xee, 0xef, 0xfe];
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

/** Segments that say how to draw it, by what they begin with, and how much of them does: a thumbnail comes behind. */
const drawn = new Map([
  [APP0, { begins: "JFIF\0", length: 12 }],
  [APP2, { begins: "ICC_PROFILE\0", length: Number.POSITIVE_INFINITY }],
  [APP14, { begins: "Adobe", length: 12 }],
]);
export const EXIF = "Exif\0\0";

/**
 * ITU-T T.81, annex B: segments up to a scan, more of both, the end. Behind the end, or where another picture begins
 * without one, some cameras put a film or a second picture with notes of its own: zeros. So does what stands between
 * segments and is none, which readers pass over. Of several Exifs readers believe the first.
 */
export async function* blankJpegMetadata(bytes: ByteReader): AsyncGenerator<Uint8Array> {
  yield await bytes.take(2);
  const seen: Seen = { exif: false };
  for (;;) {
    const part = await bytes.ahead(2);
    const marker = part[1];
    if (marker === undefined) return yield* bytes.pass();
    const loose = looseBytes(part);
    if (loose) yield* loose.kept ? bytes.pass(loose.count) : bytes.blank(loose.count);
    else if (marker === START_OF_IMAGE) return yield* bytes.blank();
    else if (marker === END_OF_IMAGE) break;
    else yield* blankSegment(bytes, marker, seen);
  }
  yield await bytes.take(2);
  yield* bytes.blank();
}

/** Whether an Exif has said how the picture lies. */
interface Seen {
  exif: boolean;
}

/** Bytes ahead that belong to no segment; null where one begins, or the picture ends. */
function looseBytes(part: Uint8Array): { count: number; kept: boolean } | null {
  const [prefix, marker = 0] = part;
  if (prefix !== 0xff || marker === 0) return { count: strayBytes(part), kept: false };
  if (marker === FILL) return { count: fillBytes(part), kept: true };
  return marker === TEM || isRestart(marker) ? { count: 2, kept: true } : null;
}

/** A segment, and the coded data behind it where it begins a scan. */
async function* blankSegment(bytes: ByteReader, marker: number, seen: Seen): AsyncGenerator<Uint8Array> {
  const head = await bytes.take(4);
  yield head;
  if (head.length < 4) return;
  const length = Math.max(0, new DataView(head.buffer).getUint16(2) - 2);
  if (marker === APP1 && !seen.exif && (await begins(bytes, EXIF))) {
    seen.exif = true;
    return yield* blankExif(await bytes.take(length));
  }
  const kept = Math.min(length, await drawnBytes(bytes, marker));
  yield* bytes.pass(kept);
  yield* bytes.blank(length - kept);
  if (marker === START_OF_SCAN) yield* passScan(bytes);
}

function* blankExif(segment: Uint8Array): Generator<Uint8Array> {
  const [letters, tiff] = [segment.subarray(0, EXIF.length), segment.subarray(EXIF.length)];
  const turned = exifOf(exifOrientation(tiff), tiff.length);
  yield turned.some(Boolean) ? letters : new Uint8Array(letters.length);
  yield turned;
}

/** How many of a segment's bytes say how to draw the picture. */
async function drawnBytes(bytes: ByteReader, marker: number): Promise<number> {
  if ((marker < APP0 || marker > APP15) && marker !== COMMENT) return Number.POSITIVE_INFINITY;
  const known = drawn.get(marker);
  return known && (await begins(bytes, known.begins)) ? known.length : 0;
}

/** Whether these letters come next. */
async function begins(bytes: ByteReader, letters: string): Promise<boolean> {
  const there = (await bytes.ahead(letters.length)).subarray(0, letters.length);
  return String.fromCharCode(...there) === letters;
}

/** What comes before the next byte that may begin a marker; two bytes where 0 makes it none. */
function strayBytes(part: Uint8Array): number {
  const next = part.indexOf(0xff, part[0] === 0xff ? 2 : 0);
  return next === -1 ? part.length : next;
}

/** A marker may begin with any number of 0xff (B.1.1.2): all of those that are there but the last. */
function fillBytes(part: Uint8Array): number {
  const end = part.findIndex((byte) => byte !== FILL);
  return (end === -1 ? part.length : end) - 1;
}

/** Coded data up to the next marker: within it 0xff stands before 0 or a restart alone (B.1.1.2, B.1.1.5). */
async function* passScan(bytes: ByteReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const coded = codedBytes(await bytes.ahead(2));
    // a marker; or the stream ends, maybe with half of one
    if (coded === 0) return;
    yield await bytes.next(coded);
  }
}

/** How many bytes come before a marker, or before a last 0xff that may begin one. */
function codedBytes(part: Uint8Array): number {
  for (let at = part.indexOf(0xff); at !== -1; ) {
    let end = at + 1;
    while (part[end] === FILL) end += 1;
    const marker = part[end];
    if (marker === undefined) return end - 1;
    if (marker !== 0 && !isRestart(marker)) return at;
    at = part.indexOf(0xff, end + 1);
  }
  return part.length;
}
