/** As it was taken: nothing to turn or to mirror. */
export const UPRIGHT = 1;
/** From here on height and width change places. */
export const LIES_ON_ITS_SIDE = 5;
const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
/** A header of eight bytes, a directory of one entry. */
const SHORTEST = 8 + 2 + 12;

/**
 * How a picture lies, 1 to 8: tag 0x0112 of the first directory (CIPA DC-008, 4.6.5). What says nothing of it, or ends
 * before, lies upright.
 * @param tiff an Exif from its byte order on
 */
export function exifOrientation(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  try {
    const little = view.getUint16(0) === 0x4949;
    const directory = view.getUint32(4, little);
    const entries = view.getUint16(directory, little);
    for (let n = 0; n < entries; n += 1) {
      const entry = directory + 2 + 12 * n;
      if (view.getUint16(entry, little) !== ORIENTATION_TAG) continue;
      const orientation = view.getUint16(entry + 8, little);
      return orientation <= 8 ? orientation : UPRIGHT;
    }
    return UPRIGHT;
  } catch (error) {
    if (error instanceof RangeError) return UPRIGHT;
    throw error;
  }
}

/** An Exif of `length` bytes that says how the picture lies, and nothing else; zeros where it lies upright. */
export function exifOf(orientation: number, length: number): Uint8Array {
  const tiff = new Uint8Array(length);
  if (length < SHORTEST || orientation <= UPRIGHT) return tiff;
  const view = new DataView(tiff.buffer);
  tiff.set([0x4d, 0x4d, 0, 42, 0, 0, 0, 8]);
  view.setUint16(8, 1);
  view.setUint16(10, ORIENTATION_TAG);
  view.setUint16(12, SHORT);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return tiff;
}
