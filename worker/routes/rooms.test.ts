import { SELF } from "cloudflare:test";
import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { archivedMessages, auditDenials } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { testContext } from "#testing/context.ts";
import { makeSession, makeUser } from "#testing/factories.ts";
import { askForSocket, enterRoom, makeRoomOf, ORIGIN, roomStub } from "#testing/live.ts";

async function signInAs(userId: string): Promise<string> {
  const { token } = await makeSession(testContext().db, userId);
  return token;
}

const readMessages = (roomId: string, token: string, query: string) =>
  SELF.fetch(`${ORIGIN}/rooms/${roomId}/messages${query}`, { headers: { Authorization: `Bearer ${token}` } });

it("lets two people talk", async () => {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [ada, lin] = members;
  const one = await enterRoom(roomId, { token: await signInAs(ada.userId) });
  const other = await enterRoom(roomId, { token: await signInAs(lin.userId) });
  const { snapshot } = await other.take("reset");
  expect(snapshot.members.map(({ userId }) => userId).toSorted()).toEqual(
    [ada.userId, lin.userId].toSorted(),
  );
  const clientId = newId();
  const seq = await other.say("Good morning", clientId);
  const { event } = await one.take("event", ({ event }) => event.type === "sent");
  expect(event).toMatchObject({ seq, clientId, message: { body: "Good morning", authorId: lin.userId } });
});

it("goes on after a cut from the number that the page has", async () => {
  const { roomId, members } = await makeRoomOf("Ada");
  const token = await signInAs(members[0].userId);
  const seq = await (await enterRoom(roomId, { token })).say("one");
  await (await enterRoom(roomId, { token })).say("two");
  const back = await enterRoom(roomId, { token, after: seq });
  expect(await back.take("welcome")).toMatchObject({ recovered: true });
  expect((await back.take("event")).event).toMatchObject({ message: { body: "two" } });
});

it("says 404 to who is no member, and counts the denial", async () => {
  const { db } = testContext();
  const { roomId } = await makeRoomOf("Ada", "Lin");
  const stranger = await makeUser(db);
  const token = await signInAs(stranger.id);
  expect((await askForSocket(roomId, { token })).status).toBe(404);
  expect((await readMessages(roomId, token, "?before=10")).status).toBe(404);
  const denials = await db
    .select()
    .from(auditDenials)
    .where(and(eq(auditDenials.actorId, stranger.id), eq(auditDenials.targetId, roomId)));
  expect(denials.reduce((sum, { count }) => sum + count, 0)).toBe(2);
});

it.each([
  ["a room that does not exist", newId()],
  ["no id", "the-room"],
])("says 404 to %s", async (_, roomId) => {
  const token = await signInAs((await makeUser(testContext().db)).id);
  expect((await askForSocket(roomId, { token })).status).toBe(404);
});

it("says 401 to who is not signed in, as a problem", async () => {
  const { roomId } = await makeRoomOf("Ada");
  const answer = await askForSocket(roomId, {});
  expect(answer.status).toBe(401);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect(await answer.json()).toMatchObject({ code: "not_signed_in" });
});

it("says 403 to a page of another site", async () => {
  const { roomId, members } = await makeRoomOf("Ada");
  const token = await signInAs(members[0].userId);
  expect((await askForSocket(roomId, { token, origin: "https://evil.example" })).status).toBe(403);
});

it("asks for a WebSocket where there is one", async () => {
  const { roomId, members } = await makeRoomOf("Ada");
  const token = await signInAs(members[0].userId);
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await SELF.fetch(`${ORIGIN}/rooms/${roomId}/socket`, { headers });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ detail: "A room is entered by WebSocket." });
});

it("pages back through a room, and on into the archive without a seam", async () => {
  const { db } = testContext();
  const { roomId, members } = await makeRoomOf("Ada");
  const [ada] = members;
  const rows = Array.from({ length: 504 }, (_, i) => ({
    roomId,
    id: newId(),
    seq: i + 1,
    version: i + 1,
    authorId: ada.userId,
    body: `old ${i + 1}`,
    sentAt: new Date("2026-01-01T10:00:00Z"),
  }));
  await db.insert(archivedMessages).values(rows);
  const token = await signInAs(ada.userId);
  expect(await roomStub(roomId).snapshot()).toMatchObject({ more: true, lastSeq: 505 });
  const page = async (before: number, limit: number) => {
    const answer = await readMessages(roomId, token, `?before=${before}&limit=${limit}`);
    const { messages, more } = await answer.json<{ messages: { seq: number }[]; more: boolean }>();
    return { seqs: messages.map(({ seq }) => seq), more };
  };
  expect(await page(20, 5)).toEqual({ seqs: [15, 16, 17, 18, 19], more: true });
  expect(await page(8, 5)).toEqual({ seqs: [3, 4, 5, 6, 7], more: true });
  expect(await page(8, 10)).toEqual({ seqs: [1, 2, 3, 4, 5, 6, 7], more: false });
  expect(await page(3, 10)).toEqual({ seqs: [1, 2], more: false });
  const next = async (after: number, limit: number) => {
    const answer = await readMessages(roomId, token, `?after=${after}&limit=${limit}`);
    const { messages, more } = await answer.json<{ messages: { seq: number }[]; more: boolean }>();
    return { seqs: messages.map(({ seq }) => seq), more };
  };
  expect(await next(0, 3)).toEqual({ seqs: [1, 2, 3], more: true });
  expect(await next(3, 5)).toEqual({ seqs: [4, 5, 6, 7, 8], more: true });
  expect(await next(4, 1)).toEqual({ seqs: [5], more: true });
  expect(await next(5, 2)).toEqual({ seqs: [6, 7], more: true });
  expect(await next(500, 10)).toEqual({ seqs: [501, 502, 503, 504], more: false });
  expect(await next(504, 10)).toEqual({ seqs: [], more: false });
});

it.each(["", "?before=0", "?before=x", "?before=5&limit=1000", "?before=5&after=1", "?after=-1"])(
  "refuses the page %s",
  async (query) => {
    const { roomId, members } = await makeRoomOf("Ada");
    expect((await readMessages(roomId, await signInAs(members[0].userId), query)).status).toBe(400);
  },
);

it("tells members alone what a message said before", async () => {
  const { roomId, members } = await makeRoomOf("Ada");
  const token = await signInAs(members[0].userId);
  await (await enterRoom(roomId, { token })).say("first words");
  const messageId = (await roomStub(roomId).snapshot()).messages[0]?.id ?? "";
  const versionsOf = (id: string, as: string) =>
    SELF.fetch(`${ORIGIN}/rooms/${roomId}/messages/${id}/versions`, {
      headers: { Authorization: `Bearer ${as}` },
    });
  const answer = await versionsOf(messageId, token);
  expect(await answer.json()).toMatchObject({ versions: [{ body: "first words" }] });
  for (const unknown of [newId(), "no-id"]) expect((await versionsOf(unknown, token)).status).toBe(404);
  const stranger = await signInAs((await makeUser(testContext().db)).id);
  expect((await versionsOf(messageId, stranger)).status).toBe(404);
});
