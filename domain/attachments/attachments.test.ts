import { eq, inArray } from "drizzle-orm";
import { expect, it } from "vitest";
import { attachments } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeRoom } from "#testing/factories.ts";
import { tinyPng } from "#testing/files.ts";
import { bytesOf, segment, u16, zeros } from "#testing/picture-bytes.ts";
import { cleanName } from "./clean-name.ts";
import { fileKey } from "./file-key.ts";
import { looksLike } from "./looks-like.ts";
import { sidesOfPicture } from "./picture-sides.ts";
import { makeReceipt, RECEIPT_LASTS_MS, readReceipt } from "./receipt.ts";
import { receiveUpload } from "./receive-upload.ts";
import { removeAttachments } from "./remove-attachments.ts";
import { removeUnsent, UNSENT_LASTS_MS } from "./remove-unsent.ts";
import { requestUpload } from "./request-upload.ts";
import type { AttachmentType } from "./schema.ts";

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const zipOf = (entry: string) => bytesOf("PK", [3, 4], Array(22).fill(0), [entry.length, 0, 0, 0], entry);

async function anAsk() {
  const { db } = testContext();
  const person = await makeMentee(db);
  const room = await makeRoom(db, [person.id]);
  const ctx = testContext({ actor: actorOf(person) });
  return { db, ctx, person, roomId: room.id };
}

it.each([
  ["a/b\\c.PNG", "image/png", "c.PNG"],
  ["photo.jpeg", "image/jpeg", "photo.jpeg"],
  ["photo", "image/jpeg", "photo.jpg"],
  ["page.html", "text/plain", "page.html.txt"],
  [`evil\u202e"gpj.\n<x>.pdf`, "application/pdf", "evilgpj.x.pdf"],
  ["...", "image/gif", "file.gif"],
  ["notes.md", "text/plain", "notes.md"],
  ["x".repeat(400), "image/webp", `${"x".repeat(114)}.webp`],
] as const)("keeps %j as %s under the name %j", (name, type, kept) => {
  expect(cleanName(name, type)).toBe(kept);
});

it.each<[AttachmentType, Uint8Array, boolean]>([
  ["image/png", tinyPng(), true],
  ["image/jpeg", bytesOf([0xff, 0xd8, 0xff, 0xe0]), true],
  ["image/jpeg", tinyPng(), false],
  ["image/webp", bytesOf("RIFF", zeros(4), "WEBPVP8 "), true],
  ["image/webp", bytesOf("RIFF", zeros(4), "WAVEfmt "), false],
  ["image/gif", bytesOf("GIF87a"), true],
  ["image/gif", bytesOf("GIF89a"), true],
  ["application/pdf", bytesOf("%PDF-1.4"), true],
  ["application/pdf", bytesOf(" <html>%PDF-"), false],
  ["text/plain", new TextEncoder().encode("مرحبا\t1 < 2"), true],
  ["text/plain", new TextEncoder().encode("half é").subarray(0, 6), true],
  ["text/plain", bytesOf([0xff, 0xfe, 0x41]), false],
  ["text/plain", bytesOf("  <script>"), false],
  ["text/plain", bytesOf("<?xml"), false],
  [docx, zipOf("[Content_Types].xml"), true],
  [docx, zipOf("word/document.xml"), true],
  [docx, zipOf("xl/workbook.xml"), false],
  [xlsx, zipOf("xl/workbook.xml"), true],
  [xlsx, zipOf("setup.exe"), false],
  [xlsx, bytesOf("PK", [3, 4]), false],
])("looks at the first bytes of %s", (type, head, fits) => {
  expect(looksLike(type, head)).toBe(fits);
});

const frame = segment(0xc2, [8, ...u16(300), ...u16(400), 3]);
const exif = (orientation: number, little: boolean) => {
  const order = (bytes: number[]) => (little ? bytes.toReversed() : bytes);
  return segment(0xe1, [
    ...bytesOf("Exif", [0, 0], little ? "II" : "MM"),
    ...[...order([0, 42]), ...order([0, 0, 0, 8]), ...order([0, 2])],
    ...[...order([1, 0]), ...zeros(10), ...order([1, 0x12]), ...order([0, 3]), ...order([0, 0, 0, 1])],
    ...[...order(u16(orientation)), 0, 0],
  ]);
};
const jpeg = (...parts: Iterable<number>[]) => bytesOf([0xff, 0xd8], ...parts);
const webp = (kind: string, ...rest: Iterable<number>[]) =>
  bytesOf("RIFF", zeros(4), "WEBPVP8", kind, ...rest);
const pngOf = (width: number, height: number) =>
  bytesOf(zeros(16), [0, 0, ...u16(width), 0, 0, ...u16(height)]);

it.each<[string, AttachmentType, Uint8Array, [number, number] | null]>([
  ["a PNG", "image/png", tinyPng(), [1, 1]],
  ["a GIF", "image/gif", bytesOf("GIF89a", [3, 1, 2, 0]), [259, 2]],
  ["a JPEG", "image/jpeg", jpeg(segment(0xe0, [1, 2]), segment(0xc4, [0]), frame), [400, 300]],
  ["one that lies on its side", "image/jpeg", jpeg(exif(6, true), frame), [300, 400]],
  ["one that stands", "image/jpeg", jpeg(exif(3, false), frame), [400, 300]],
  [
    "one on its side, big-endian",
    "image/jpeg",
    jpeg(exif(8, false), segment(0xe1, [1, 2, 3, 4, 5, 6]), frame),
    [300, 400],
  ],
  ["a lossy WebP", "image/webp", webp(" ", zeros(10), [0x90, 1, 0x2c, 1]), [400, 300]],
  ["a lossless WebP", "image/webp", webp("L", zeros(4), [0x2f, 0x8f, 0xc1, 0x4a, 0]), [400, 300]],
  ["an extended WebP", "image/webp", webp("X", zeros(8), [0x8f, 1, 0, 0x2b, 1, 0]), [400, 300]],
  ["an unknown WebP", "image/webp", webp("?", zeros(20)), null],
  ["a JPEG that says nothing", "image/jpeg", jpeg([0, 0]), null],
  ["a JPEG whose frame comes late", "image/jpeg", jpeg(segment(0xe2, zeros(9))), null],
  ["a picture that is too large to be shown", "image/png", pngOf(9_000, 9_000), null],
  ["a picture of nothing", "image/png", pngOf(0, 5), null],
  ["no picture", "application/pdf", bytesOf("%PDF-"), null],
])("reads the sides of %s", (_, type, head, sides) => {
  expect(sidesOfPicture(type, head)).toEqual(sides && { width: sides[0], height: sides[1] });
});

it("believes its own receipts, for that person in that room, for a day", () => {
  const place = { roomId: newId(), userId: newId() };
  const file = { id: newId(), name: "a.png", type: "image/png", size: 5, width: 1, height: 1 };
  const receipt = makeReceipt("secret", place, file, 1_000);
  expect(readReceipt("secret", place, receipt, 1_000 + RECEIPT_LASTS_MS)).toEqual(file);
  const refused = [
    () => readReceipt("secret", place, receipt, 1_001 + RECEIPT_LASTS_MS),
    () => readReceipt("other secret", place, receipt, 1_000),
    () => readReceipt("secret", { ...place, userId: newId() }, receipt, 1_000),
    () => readReceipt("secret", { ...place, roomId: newId() }, receipt, 1_000),
    () => readReceipt("secret", place, { ...receipt, type: "text/html" }, 1_000),
    () => readReceipt("secret", place, { ...receipt, until: receipt.until + 1 }, 1_000),
    () => readReceipt("secret", place, { ...receipt, signature: "" }, 1_000),
  ];
  for (const read of refused) expect(read).toThrow(expect.objectContaining({ code: "invalid_input" }));
});

it("lets a signed address expire", async () => {
  const { person, ctx, roomId } = await anAsk();
  const { id, url } = await requestUpload(ctx, { roomId, name: "a.png", type: "image/png", size: 70 });
  const later = testContext({ actor: actorOf(person), now: () => new Date(Date.now() + 601_000) });
  const token = new URL(url, "http://x").searchParams.get("token") ?? "";
  const upload = { roomId, attachmentId: id, token, length: 70, body: new Blob([tinyPng()]).stream() };
  await expect(receiveUpload(later, upload)).rejects.toMatchObject({ code: "token_expired" });
});

it.each([
  ["fewer", 3],
  ["more", 300_000],
])("keeps nothing of a stream that brings %s bytes than it says", async (_, length) => {
  const { ctx, roomId } = await anAsk();
  const { id, url } = await requestUpload(ctx, { roomId, name: "a.txt", type: "text/plain", size: 5 });
  const token = new URL(url, "http://x").searchParams.get("token") ?? "";
  const body = new Blob(["x".repeat(length)]).stream();
  const upload = { roomId, attachmentId: id, token, length: 5, body };
  await expect(receiveUpload(ctx, upload)).rejects.toMatchObject({ code: "invalid_input" });
  expect(await ctx.files.read(fileKey(roomId, id))).toBeNull();
});

it("removes what nobody sent within a week, and nothing else", async () => {
  const { db, person, roomId } = await anAsk();
  const old = new Date(Date.now() - UNSENT_LASTS_MS - 1_000);
  const row = { roomId, ownerId: person.id, name: "a.png", type: "image/png", size: 5 };
  const ids = { unsent: newId(), sent: newId(), young: newId() };
  await db.insert(attachments).values([
    { ...row, id: ids.unsent, askedAt: old },
    { ...row, id: ids.sent, askedAt: old, messageId: newId() },
    { ...row, id: ids.young, askedAt: new Date() },
  ]);
  const ctx = testJobContext();
  expect(await removeUnsent(ctx)).toBe(1);
  expect(ctx.effects.filesRemoved).toEqual([fileKey(roomId, ids.unsent)]);
  const left = await db
    .select({ id: attachments.id })
    .from(attachments)
    .where(inArray(attachments.id, Object.values(ids)));
  expect(left.map(({ id }) => id).toSorted()).toEqual([ids.sent, ids.young].toSorted());
  expect(await removeUnsent(ctx)).toBe(0);
});

it("removes the bytes of a message that was taken back, and leaves those of others", async () => {
  const { db, person, roomId } = await anAsk();
  const [messageId, id] = [newId(), newId()];
  const row = { roomId, ownerId: person.id, name: "a.png", type: "image/png", size: 5, askedAt: new Date() };
  await db.insert(attachments).values([
    { ...row, id, messageId },
    { ...row, id: newId(), messageId: newId(), removedAt: new Date() },
  ]);
  const ctx = testJobContext();
  await removeAttachments(ctx, { roomId, messageId });
  expect(ctx.effects.filesRemoved).toEqual([]);
  await db.update(attachments).set({ removedAt: new Date() }).where(eq(attachments.id, id));
  await removeAttachments(ctx, { roomId, messageId });
  expect(ctx.effects.filesRemoved).toEqual([fileKey(roomId, id)]);
});

it("leaves removing to jobs", async () => {
  const { person } = await anAsk();
  const ctx = testJobContext({ actor: actorOf(person) });
  await expect(removeUnsent(ctx)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(removeAttachments(ctx, { roomId: newId(), messageId: newId() })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await ctx.settled();
});
