import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { tinyPng } from "#testing/files.ts";
import { bytesOf, segment, u16, u32, zeros } from "#testing/picture-bytes.ts";
import { sidesOfPicture } from "../picture-sides.ts";
import type { AttachmentType } from "../schema.ts";
import { blankMetadata } from "./blank-metadata.ts";

const SECRET = "52.5163,13.3777 by Ada's phone";

/** Passes the bytes in chunks of these lengths, over and over. */
async function blanked(type: AttachmentType, bytes: Uint8Array, lengths = [bytes.length]) {
  let at = 0;
  let turn = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const length = lengths[turn++ % lengths.length] ?? 1;
      controller.enqueue(bytes.slice(at, at + length));
      at += length;
    },
  });
  return new Uint8Array(await new Response(blankMetadata(type, stream)).arrayBuffer());
}

const exif = (orientation: number, words = SECRET) =>
  segment(
    0xe1,
    ...["Exif\0\0MM", u16(42), u32(8), u16(1), u16(0x0112), u16(3), u32(1), u16(orientation), u16(0)],
    ...[u32(0), words],
  );
const SOI = [0xff, 0xd8];
const EOI = [0xff, 0xd9];
const frame = segment(0xc2, [8], u16(300), u16(400), [3]);
const colours = segment(0xe2, "ICC_PROFILE\0", [1, 1, 7, 7]);
const adobe = segment(0xee, "Adobe", [0, 100, 0, 0, 0, 0, 1]);
const jfif = segment(0xe0, "JFIF\0", [1, 2]);
/** Coded data with a stuffed byte, a restart and an 0xff at an end of it. */
const scan = bytesOf(segment(0xda, [1, 1, 0]), [5, 0xff, 0, 9, 0xff, 0xd3, 0xff, 0, 1]);
const whole = bytesOf(
  ...[SOI, jfif, exif(6), segment(0xe1, "http://ns.adobe.com/xap/1.0/\0", SECRET), colours, adobe],
  ...[segment(0xe2, "MPF\0", SECRET), segment(0xed, SECRET), segment(0xfe, SECRET), frame],
  ...[scan, segment(0xc4, [1, 2]), scan, EOI, "ftypmp4", SECRET, SOI, exif(1)],
);

const chunk = (type: string, ...data: (string | Iterable<number>)[]) => {
  const body = bytesOf(type, ...data);
  return bytesOf(u32(body.length - 4), body, u32(crc32(body)));
};
const png = tinyPng();
const end = png.length - 12;
const told = bytesOf(
  ...[png.subarray(0, 33), chunk("eXIf", SECRET), chunk("pHYs", [0, 0, 0, 1, 0, 0, 0, 1, 0])],
  ...[
    chunk("tEXt", `Author\0${SECRET}`),
    png.subarray(33, end),
    chunk("iTXt", SECRET),
    png.subarray(end),
    SECRET,
  ],
);

const riff = (name: string, ...data: (string | Iterable<number>)[]) => {
  const held = bytesOf(...data);
  return bytesOf(name, u32(held.length).toReversed(), held, zeros(held.length % 2));
};
const webp = (flags: number, name: (known: string) => string, words: string, dot = ".") => {
  const chunks = bytesOf(
    ...[riff("VP8X", [flags, 0, 0, 0, 9, 0, 0, 4, 0, 0]), riff("ICCP", "abc"), riff("VP8L", [0x2f, 1, 2])],
    ...[riff(name("EXIF"), words), riff(name("XMP "), words + dot), riff(name("note"), words)],
  );
  return bytesOf("RIFF", u32(chunks.length + 4).toReversed(), "WEBP", chunks);
};
const silent = "\0".repeat(SECRET.length);

it.each<[AttachmentType, Uint8Array]>([
  ["image/jpeg", whole],
  ["image/png", told],
  ["image/webp", webp(0x2c, (name) => name, SECRET)],
])(
  "leaves nothing in a %s of what was written beside it, however its bytes come, and as many bytes",
  async (type, picture) => {
    const secret = new TextEncoder().encode(SECRET);
    const holds = (bytes: Uint8Array) => Buffer.from(bytes).includes(secret);
    expect(holds(picture)).toBe(true);
    const once = await blanked(type, picture);
    expect(holds(once)).toBe(false);
    expect(once).toHaveLength(picture.length);
    expect(sidesOfPicture(type, once)).toEqual(sidesOfPicture(type, picture));
    expect(await blanked(type, once)).toEqual(once);
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(lengths, async (pieces) => {
        expect(await blanked(type, picture, pieces)).toEqual(once);
      }),
      { numRuns: 60 },
    );
  },
);

it("leaves in a JPEG how it lies, its colours and every coded byte, and zeros behind its end", async () => {
  const blank = Buffer.from(await blanked("image/jpeg", whole));
  const kept = bytesOf(SOI, jfif, exif(6, silent));
  const shown = bytesOf(frame, scan, segment(0xc4, [1, 2]), scan, EOI);
  expect(blank.subarray(0, kept.length)).toEqual(Buffer.from(kept));
  for (const part of [colours, adobe, shown]) expect(blank.includes(part)).toBe(true);
  const behind = blank.subarray(blank.indexOf(shown) + shown.length);
  expect(behind).toEqual(Buffer.alloc(behind.length));
});

it.each([
  ["says nothing of how it lies", exif(1)],
  ["says what is no way to lie", exif(9)],
  ["is too short to say it", segment(0xe1, "Exif\0\0MM")],
  ["is too short to be one", segment(0xe1, [1])],
  ["says it for the second time", segment(0xe1, "Exif\0\0MM", exif(6).subarray(4))],
])("takes an Exif that %s for upright, and blanks it", async (_, notes) => {
  const blank = await blanked("image/jpeg", bytesOf(SOI, notes, frame));
  expect(blank).toEqual(bytesOf(SOI, notes.subarray(0, 4), zeros(notes.length - 4), frame));
});

it("leaves in a PNG what is drawn, with checksums that hold, and zeros behind its end", async () => {
  const zeroed = (length: number) => chunk("zeRo", zeros(length));
  expect(await blanked("image/png", told)).toEqual(
    bytesOf(
      ...[png.subarray(0, 33), zeroed(SECRET.length), chunk("pHYs", [0, 0, 0, 1, 0, 0, 0, 1, 0])],
      ...[zeroed(SECRET.length + 7), png.subarray(33, end), zeroed(SECRET.length), png.subarray(end), silent],
    ),
  );
  expect(await blanked("image/png", png)).toEqual(png);
});

it("leaves in a WebP what is drawn, and no flag that says there is more", async () => {
  const blank = webp(0x20, () => "zero", silent, "\0");
  expect(
    await blanked(
      "image/webp",
      webp(0x2c, (name) => name, SECRET),
    ),
  ).toEqual(blank);
});

it.each<[AttachmentType, Uint8Array]>([
  ["image/jpeg", whole],
  ["image/png", told],
  ["image/webp", webp(0x2c, (name) => name, SECRET)],
  ["image/jpeg", bytesOf("no picture at all")],
  ["image/png", bytesOf("no picture at all, as it happens")],
  ["image/webp", bytesOf("no picture at all, as it happens")],
])("passes a %s that ends anywhere, in its length", async (type, picture) => {
  for (let length = 0; length <= picture.length; length += 1)
    expect(await blanked(type, picture.subarray(0, length))).toHaveLength(length);
});

const note = segment(0xfe, SECRET);
const dark = segment(0xfe, silent);

it.each<[string, Uint8Array, Uint8Array]>([
  [
    "bytes that only fill",
    bytesOf([0xff, 0xff], note, [0xff], frame),
    bytesOf([0xff, 0xff], dark, [0xff], frame),
  ],
  [
    "bytes that belong to nothing",
    bytesOf("ab", note, [0xff, 0], frame),
    bytesOf([0, 0], dark, [0, 0], frame),
  ],
  ["markers without a length", bytesOf([0xff, 1, 0xff, 0xd2], note), bytesOf([0xff, 1, 0xff, 0xd2], dark)],
  [
    "a restart that was filled up to",
    bytesOf(scan, [0xff, 0xff, 0xd0, 7, 0xff, 0xff, 0, 7, 0xff], note, EOI, SECRET),
    bytesOf(scan, [0xff, 0xff, 0xd0, 7, 0xff, 0xff, 0, 7, 0xff], dark, EOI, silent),
  ],
  [
    "a picture that was cut, where another one begins",
    bytesOf(scan, SOI, exif(6), scan),
    bytesOf(scan, zeros(2 + exif(6).length + scan.length)),
  ],
])("finds a JPEG's notes behind %s", async (_, notes, blank) => {
  expect(await blanked("image/jpeg", bytesOf(SOI, notes))).toEqual(bytesOf(SOI, blank));
});

it("leaves nothing in the segments that say how to draw a JPEG but that", async () => {
  const jfifOf = (sides: number[], more: string) =>
    segment(0xe0, "JFIF\0", [1, 2, 1, 0, 72, 0, 72], sides, more);
  const adobeOf = (more: string) => segment(0xee, "Adobe", [0, 100, 0, 0, 0, 0, 1], more);
  expect(await blanked("image/jpeg", bytesOf(SOI, jfifOf([3, 4], SECRET), adobeOf(SECRET), frame))).toEqual(
    bytesOf(SOI, jfifOf([0, 0], silent), adobeOf(silent), frame),
  );
});

it("leaves in a PNG how it lies, as in a JPEG", async () => {
  const tiff = exif(6, SECRET).subarray(10);
  const lying = (notes: Uint8Array) => bytesOf(png.subarray(0, 33), chunk("eXIf", notes), png.subarray(33));
  const blank = await blanked("image/png", lying(tiff));
  expect(blank).toEqual(lying(exif(6, silent).subarray(10)));
  const wide = bytesOf(blank.subarray(0, 16), u32(4), u32(2), blank.subarray(24));
  expect(sidesOfPicture("image/png", wide)).toEqual({ width: 2, height: 4 });
});

const filled = (count: number, part: Uint8Array) =>
  Uint8Array.from({ length: count * part.length }, (_, at) => part[at % part.length] ?? 0);

it("hands small parts on together, and long fill as one", async () => {
  const many = bytesOf(SOI, filled(10_000, segment(0xfe)), filled(100_000, bytesOf([0xff])), frame);
  const sizes: number[] = [];
  const stream = new Response(Buffer.from(many)).body;
  const counted = new WritableStream<Uint8Array>({ write: ({ length }) => void sizes.push(length) });
  if (stream) await blankMetadata("image/jpeg", stream).pipeTo(counted);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(many.length);
  expect(sizes.slice(0, -1).filter((size) => size < 16_384)).toEqual([]);
});

it.each<[AttachmentType, Uint8Array]>([
  ["image/jpeg", bytesOf(SOI, filled(60_000, segment(0xda)))],
  ["image/png", bytesOf(png.subarray(0, 8), filled(60_000, chunk("IDAT")))],
  ["image/webp", bytesOf("RIFF", zeros(4), "WEBP", filled(60_000, riff("ICCP")))],
])("gives up on a %s of more parts than any picture has, before it costs much", async (type, many) => {
  await expect(blanked(type, many)).rejects.toMatchObject({ code: "unsupported_media_type" });
});

it("passes other files as they are", async () => {
  const stream = new Blob(["1,2"]).stream();
  expect(blankMetadata("text/plain", stream)).toBe(stream);
});

it("lets go of the stream when nobody reads on", async () => {
  const reasons: unknown[] = [];
  const stream = new ReadableStream<Uint8Array>({ cancel: (why) => void reasons.push(why) });
  await blankMetadata("image/png", stream).cancel("enough");
  expect(reasons).toEqual(["enough"]);
});
