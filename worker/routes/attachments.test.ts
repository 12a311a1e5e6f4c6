import { SELF } from "cloudflare:test";
import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { attachments, auditDenials, auditEvents, blocks, roomMembers } from "#db/tables/index.ts";
import { MAX_ATTACHMENT_BYTES, type UploadPlace } from "#domain/attachments/schema.ts";
import { newId } from "#domain/ids.ts";
import { tokenOf } from "#testing/api.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeRoom, makeUser } from "#testing/factories.ts";
import { askForPlace, bringBytes, getFile, tinyPng, upload } from "#testing/files.ts";
import { makeRoomOf } from "#testing/live.ts";

const { db } = testContext();

async function aRoom() {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [ada, lin] = members;
  const token = await tokenOf(db, { id: ada.userId });
  return { roomId, ada, lin, token, other: await tokenOf(db, { id: lin.userId }) };
}

const codeOf = async (answer: Response) => [answer.status, (await answer.json<{ code: string }>()).code];
const placeOf = async (roomId: string, token: string, file = {}) =>
  (await askForPlace(roomId, token, file)).json<UploadPlace>();

it("keeps a picture, writes it down, and shows it to the other as a picture and nothing else", async () => {
  const { roomId, token, other, ada } = await aRoom();
  const receipt = await upload(roomId, token, { name: "../Über den\u202e Plan.png" });
  expect(receipt).toMatchObject({
    name: "Über den Plan.png",
    type: "image/png",
    size: tinyPng().length,
    width: 1,
    height: 1,
  });
  const answer = await getFile(roomId, receipt.id, other);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(tinyPng());
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "image/png",
    "content-disposition": `inline; filename="_ber den Plan.png"; filename*=UTF-8''%C3%9Cber%20den%20Plan.png`,
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": "private, max-age=31536000, immutable",
    vary: "Cookie, Authorization",
  });
  const trail = await db.select().from(auditEvents).where(eq(auditEvents.targetId, receipt.id));
  expect(trail).toMatchObject([{ action: "attachment.uploaded", actorId: ada.userId, after: { roomId } }]);
});

it.each([
  ["text/plain", "page.html", "a < b\n", "page.html.txt", "text/plain; charset=utf-8"],
  ["application/pdf", "cv.pdf", "%PDF-1.7\n", "cv.pdf", "application/pdf"],
])("gives %s to be saved", async (type, name, bytes, saved, served) => {
  const { roomId, token, other } = await aRoom();
  const { id, width } = await upload(roomId, token, { type, name, bytes });
  expect(width).toBeUndefined();
  const answer = await getFile(roomId, id, other);
  expect(answer.headers.get("content-disposition")).toContain(`attachment; filename="${saved}"`);
  expect(answer.headers.get("content-type")).toBe(served);
  expect(await answer.text()).toBe(bytes);
});

it.each([
  [{ type: "image/svg+xml", name: "x.svg" }],
  [{ type: "text/html", name: "x.html" }],
  [{ type: "application/zip", name: "x.zip" }],
  [{ size: MAX_ATTACHMENT_BYTES + 1 }],
  [{ size: 0 }],
  [{ size: "many" }],
  [{ name: "  " }],
])("promises no place for %o", async (file) => {
  const { roomId, token } = await aRoom();
  expect(await codeOf(await askForPlace(roomId, token, file))).toEqual([400, "invalid_input"]);
});

it.each([
  ["a page as a picture", "image/png", "<!doctype html><script>alert(1)</script>"],
  ["a page as text", "text/plain", "\ufeff \n<!DOCTYPE html><script>alert(1)</script>"],
  ["a drawing as text", "text/plain", "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"],
  ["bytes as text", "text/plain", "a\0b"],
  ["a picture as a PDF", "application/pdf", tinyPng()],
  ["text as a GIF", "image/gif", "GIF is a format"],
])("refuses %s, and keeps nothing", async (_, type, bytes) => {
  const { roomId, token } = await aRoom();
  const { id, url } = await placeOf(roomId, token, { type, name: "x", bytes });
  expect(await codeOf(await bringBytes(url, token, bytes))).toEqual([415, "unsupported_media_type"]);
  expect((await getFile(roomId, id, token)).status).toBe(404);
});

it("refuses bytes that are more or fewer than was said, or more than a file may have", async () => {
  const { roomId, token } = await aRoom();
  const { url } = await placeOf(roomId, token, { size: 20 });
  expect(await codeOf(await bringBytes(url, token))).toEqual([400, "invalid_input"]);
  const huge = new Uint8Array(MAX_ATTACHMENT_BYTES + 1);
  expect(await codeOf(await bringBytes(url, token, huge))).toEqual([413, "too_large"]);
});

it("takes a file that is larger than any other body, and only there", async () => {
  const { roomId, token } = await aRoom();
  const bytes = new Uint8Array(2 * 1024 * 1024).fill(65);
  const { size } = await upload(roomId, token, { type: "text/plain", name: "a.txt", bytes });
  expect(size).toBe(bytes.length);
  expect((await askForPlace(roomId, token, { name: "x".repeat(600_000) })).status).toBe(413);
});

it("answers a repeat like the first, and keeps the first", async () => {
  const { roomId, token } = await aRoom();
  const { id, url } = await placeOf(roomId, token, { type: "text/plain", bytes: "first" });
  await bringBytes(url, token, "first");
  const again = await bringBytes(url, token, "other");
  expect(again.status).toBe(201);
  expect(await again.json()).toMatchObject({ id, size: 5 });
  expect(await (await getFile(roomId, id, token)).text()).toBe("first");
  const trail = await db.select().from(auditEvents).where(eq(auditEvents.targetId, id));
  expect(trail).toHaveLength(1);
});

it("takes bytes from the one alone who asked, and for that file alone", async () => {
  const { roomId, token, other } = await aRoom();
  const { url } = await placeOf(roomId, token);
  const elsewhere = url.replace(/attachments\/[^?]+/, `attachments/${newId()}`);
  const tampered = url.replace("token=", "token=x");
  for (const [address, as, status] of [
    [url, other, 404],
    [elsewhere, token, 404],
    [tampered, token, 404],
    [url.split("?")[0] ?? "", token, 404],
    [url, null, 401],
  ] as const) {
    expect((await bringBytes(address, as)).status).toBe(status);
  }
});

it("keeps files from strangers, from those who left, and from other rooms", async () => {
  const { roomId, token, other, lin } = await aRoom();
  const elsewhere = await aRoom();
  const { id } = await upload(roomId, token);
  const stranger = await makeUser(db);
  const strange = await tokenOf(db, stranger);
  expect((await getFile(roomId, id, other)).status).toBe(200);
  expect((await getFile(roomId, id, strange)).status).toBe(404);
  expect((await getFile(roomId, id, null)).status).toBe(401);
  expect((await getFile(elsewhere.roomId, id, elsewhere.token)).status).toBe(404);
  expect((await getFile(roomId, "no-id", token)).status).toBe(404);
  expect((await askForPlace(roomId, strange)).status).toBe(404);
  await db
    .update(roomMembers)
    .set({ leftAt: new Date() })
    .where(and(eq(roomMembers.roomId, roomId), eq(roomMembers.userId, lin.userId)));
  expect((await getFile(roomId, id, other)).status).toBe(404);
  const denials = await db.select().from(auditDenials).where(eq(auditDenials.actorId, stranger.id));
  expect(denials.map(({ action, targetId }) => [action, targetId])).toContainEqual([
    "read:attachment:own",
    id,
  ]);
});

it("gives no file that was removed, and none that never came", async () => {
  const { roomId, token } = await aRoom();
  const { id } = await upload(roomId, token);
  await db.update(attachments).set({ removedAt: new Date() }).where(eq(attachments.id, id));
  expect((await getFile(roomId, id, token)).status).toBe(404);
  const { id: asked } = await placeOf(roomId, token);
  expect((await getFile(roomId, asked, token)).status).toBe(404);
});

it("promises no place where nothing may be written", async () => {
  const { roomId, token, ada, lin } = await aRoom();
  await db.insert(blocks).values({ blockerId: lin.userId, blockedId: ada.userId });
  expect(await codeOf(await askForPlace(roomId, token))).toEqual([403, "not_writable"]);
  const [mentor, mentee] = [await makeMentor(db), await makeMentee(db)];
  const over = await makeMentorship(db, { mentorId: mentor.id, menteeId: mentee.id, state: "completed" });
  const ended = await makeRoom(db, [mentor.id, mentee.id], { mentorshipId: over.id });
  expect(await codeOf(await askForPlace(ended.id, await tokenOf(db, mentee)))).toEqual([409, "conflict"]);
});

it("lets one person attach so much and no more", async () => {
  const { roomId, token } = await aRoom();
  const statuses = new Set<number>();
  for (let i = 0; i <= 40; i += 1) statuses.add((await askForPlace(roomId, token)).status);
  expect([...statuses]).toEqual([200, 429]);
});

it("asks for JSON", async () => {
  const { roomId, token } = await aRoom();

  for (const [body, status] of [
    ["{", 400],
    ["null", 400],
  ] as const) {
    const answer = await SELF.fetch(`http://atas.test/rooms/${roomId}/attachments`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body,
    });
    expect(answer.status).toBe(status);
  }
});
