/** As it was taken: nothing to turn or to mirror. */
export const UPRIGHT = 1;
/** From here on height and width change places. */
export const LIES_ON_ITS_SIDE = 5;
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0] as const;
const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
/** Six letters, a TIFF header of eight bytes, a directory of one entry. */
const SHORTEST = 6 + 8 + 2 + 12 + 4;

/**
 * How a picture lies, 1 to 8: tag 0x0112 of the first directory (CIPA DC-008, 4.6.5). What is no Exif, or says nothing
 * of it, lies upright.
 * @param segment what a JPEG's APP1 segment holds
 * @throws RangeError where the segment ends before it is said
 */
export function exifOrientation(segment: DataView): number {
  if (EXIF.some((letter, at) => segment.getUint8(at) !== letter)) return UPRIGHT;
  const tiff = EXIF.length;
  const little = segment.getUint16(tiff) === 0x4949;
  const directory = tiff + segment.getUint32(tiff + 4, little);
  const entries = segment.getUint16(directory, little);
  for (let n = 0; n < entries; n += 1) {
    const entry = directory + 2 + 12 * n;
    if (segment.getUint16(entry, little) === ORIENTATION_TAG) return segment.getUint16(entry + 8, little);
  }
  return UPRIGHT;
}

/** An APP1 segment of `length` bytes that says how the picture lies, and nothing else; zeros where it lies upright. */
export function exifOf(orientation: number, length: number): Uint8Array {
  const segment = new Uint8Array(length);
  if (length < SHORTEST || orientation <= UPRIGHT || orientation > 8) return segment;
  const view = new DataView(segment.buffer);
  segment.set(EXIF);
  segment.set([0x4d, 0x4d, 0, 42, 0, 0, 0, 8], 6);
  view.setUint16(14, 1);
  view.setUint16(16, ORIENTATION_TAG);
  view.setUint16(18, SHORT);
  view.setUint32(20, 1);
  view.setUint16(24, orientation);
  return segment;
}
