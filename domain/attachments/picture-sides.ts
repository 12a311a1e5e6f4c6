import { EXIF } from "./metadata/blank-jpeg-metadata.ts";
import { exifOrientation, LIES_ON_ITS_SIDE } from "./metadata/exif-orientation.ts";
import type { AttachmentType } from "./schema.ts";

export interface Sides {
  /** Pixels, as a browser shows it. */
  width: number;
  height: number;
}

/** A picture of more pixels is not shown in a room: unpacked, it would take more memory than a phone has to give. */
const MAX_PIXELS = 64_000_000;

type Reader = (view: DataView) => Sides | null;
const readers: Partial<Record<AttachmentType, Reader>> = {
  "image/png": ofPng,
  "image/gif": (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  "image/webp": ofWebp,
  "image/jpeg": ofJpeg,
};

/**
 * How large a picture is shown, read from its first bytes; null for what is no picture, says it further behind, or is
 * too large to be shown.
 */
export function sidesOfPicture(type: AttachmentType, head: Uint8Array): Sides | null {
  const read = readers[type];
  if (!read) return null;
  try {
    const sides = read(new DataView(head.buffer, head.byteOffset, head.byteLength));
    if (!sides || sides.width < 1 || sides.height < 1) return null;
    return sides.width * sides.height > MAX_PIXELS ? null : sides;
  } catch (error) {
    // the bytes end before it is said
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The header chunk comes first (W3C PNG, 11.2.1); before the picture's own, one may say that it lies on its side. */
function ofPng(view: DataView): Sides {
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  return pngLiesOnItsSide(view) ? { width: height, height: width } : { width, height };
}

const [EXIF_CHUNK, DATA_CHUNK] = [0x65584966, 0x49444154];

function pngLiesOnItsSide(view: DataView): boolean {
  for (let at = 8; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const type = view.getUint32(at + 4);
    if (type === DATA_CHUNK) return false;
    if (type === EXIF_CHUNK) return liesOnItsSide(view, at + 8);
  }
  return false;
}

/** RFC 9649: lossy, lossless, or with an extended header that says the canvas. */
function ofWebp(view: DataView): Sides | null {
  switch (String.fromCharCode(view.getUint8(15))) {
    case " ":
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "L": {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case "X": {
      const uint24 = (at: number) => view.getUint16(at, true) + 65_536 * view.getUint8(at + 2);
      return { width: uint24(24) + 1, height: uint24(27) + 1 };
    }
    default:
      return null;
  }
}

/** The frame header (ITU-T T.81, B.2.2), behind other segments; one of them, Exif, may say that the picture lies on its side. */
function ofJpeg(view: DataView): Sides | null {
  let turned = false;
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xe1 && beginsWithExif(view, at + 4))
      turned = liesOnItsSide(view, at + 4 + EXIF.length) || turned;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (!isFrame) continue;
    const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
    return turned ? { width: height, height: width } : { width, height };
  }
  return null;
}

const beginsWithExif = (view: DataView, at: number): boolean =>
  [...EXIF].every((letter, n) => view.getUint8(at + n) === letter.charCodeAt(0));

/** By an Exif whose byte order stands there. */
function liesOnItsSide(view: DataView, at: number): boolean {
  const tiff = new Uint8Array(view.buffer, view.byteOffset + at, view.byteLength - at);
  return exifOrientation(tiff) >= LIES_ON_ITS_SIDE;
}
