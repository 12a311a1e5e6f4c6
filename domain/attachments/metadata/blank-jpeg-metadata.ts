import type { ByteReader } from "./byte-reader.ts";
import { exifOf, exifOrientation, UPRIGHT } from "./exif-orientation.ts";

const [START_OF_SCAN, END_OF_IMAGE, FILL] = [0xda, 0xd9, 0xff];
const [APP0, APP1, APP2, APP14, APP15, COMMENT] = [0xe0, 0xe1, 0xe2, 0xee, 0xef, 0xfe];
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
/** Segments that say how to draw it, by what they begin with: JFIF's header, colours, Adobe's way to keep them. */
const drawn = new Map([
  [APP0, "JFIF\0"],
  [APP2, "ICC_PROFILE\0"],
  [APP14, "Adobe"],
]);

/**
 * ITU-T T.81, annex B: segments up to a scan, more of both, the end. Behind the end some cameras put a film or a second
 * picture, with notes of its own: zeros. What is no segment where one should be passes as it is.
 */
export async function* blankJpegMetadata(bytes: ByteReader): AsyncGenerator<Uint8Array> {
  yield await bytes.take(2);
  for (;;) {
    const [prefix, marker] = await peek(bytes);
    if (prefix !== 0xff || marker === undefined) return yield* bytes.pass();
    if (marker === FILL) {
      yield await bytes.take(1);
      continue;
    }
    if (marker === END_OF_IMAGE) {
      yield await bytes.take(2);
      return yield* bytes.blank();
    }
    const head = await bytes.take(4);
    yield head;
    if (head.length < 4) return;
    const length = Math.max(0, new DataView(head.buffer).getUint16(2) - 2);
    if (marker === APP1) yield withOrientationAlone(await bytes.take(length));
    else if (await isDrawn(bytes, marker)) yield* bytes.pass(length);
    else yield* bytes.blank(length);
    if (marker === START_OF_SCAN) yield* passScan(bytes);
  }
}

async function peek(bytes: ByteReader): Promise<Uint8Array> {
  const two = await bytes.take(2);
  bytes.unread(two);
  return two;
}

async function isDrawn(bytes: ByteReader, marker: number): Promise<boolean> {
  if ((marker < APP0 || marker > APP15) && marker !== COMMENT) return true;
  const begins = drawn.get(marker);
  if (!begins) return false;
  const there = await bytes.take(begins.length);
  bytes.unread(there);
  return String.fromCharCode(...there) === begins;
}

function withOrientationAlone(segment: Uint8Array): Uint8Array {
  return exifOf(orientationOf(segment), segment.length);
}

function orientationOf(segment: Uint8Array): number {
  try {
    return exifOrientation(new DataView(segment.buffer, segment.byteOffset, segment.length));
  } catch (error) {
    if (error instanceof RangeError) return UPRIGHT;
    throw error;
  }
}

/** Coded data up to the next marker: within it 0xff stands before 0 or a restart alone (B.1.1.2, B.1.1.5). */
async function* passScan(bytes: ByteReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const part = await bytes.next();
    if (part.length === 0) return;
    const end = endOfScan(part);
    yield part.subarray(0, end);
    if (end === part.length) continue;
    bytes.unread(part.subarray(end));
    const two = await bytes.take(2);
    if (two.length === 2 && two[1] !== 0 && !isRestart(two[1] ?? 0)) return bytes.unread(two);
    yield two;
  }
}

/** Where the next marker begins, or may begin where the part ends with 0xff; its length where none does. */
function endOfScan(part: Uint8Array): number {
  for (let at = part.indexOf(0xff); at !== -1; at = part.indexOf(0xff, at + 2)) {
    const next = part[at + 1];
    if (next === undefined || (next !== 0 && !isRestart(next))) return at;
  }
  return part.length;
}
