import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeRoom } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import { loadRoomWishes } from "./load-room-wishes.ts";
import { preferRoom } from "./prefer-room.ts";
import { syncRoomMember } from "./sync-room-member.ts";

async function aRoom() {
  const { db } = testContext();
  const [ada, lin] = [await makeMentee(db), await makeMentee(db)];
  const { id: roomId } = await makeRoom(db, [ada.id, lin.id]);
  return { db, ada, lin, roomId };
}

it("mutes and archives a conversation for one member alone, with an audit event each, in one round trip", async () => {
  const { db, ada, lin, roomId } = await aRoom();
  const ctx = testContext({ actor: actorOf(ada) });
  await preferRoom(ctx, { roomId, wish: "mute" });
  expect(ctx.roundTrips()).toBe(1);
  expect(ctx.relayOwed()).toBe(true);
  await preferRoom(ctx, { roomId, wish: "mute" });
  await preferRoom(ctx, { roomId, wish: "archive" });
  expect(await loadRoomWishes(ctx)).toEqual({ [roomId]: { muted: true, archived: true } });
  expect(await loadRoomWishes(testContext({ actor: actorOf(lin) }))).toEqual({});
  await preferRoom(ctx, { roomId, wish: "unmute" });
  await preferRoom(ctx, { roomId, wish: "bring-back" });
  expect(await loadRoomWishes(ctx)).toEqual({});
  const audited = await db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.targetId, roomId), eq(auditEvents.actorId, ada.id)));
  expect(audited.map(({ action }) => action).toSorted()).toEqual([
    "room.archived",
    "room.brought-back",
    "room.muted",
    "room.unmuted",
  ]);
});

it("keeps strangers from it as if the room did not exist, and refuses what is no wish", async () => {
  const { db, ada, roomId } = await aRoom();
  const stranger = testContext({ actor: actorOf(await makeMentee(db)) });
  await expect(preferRoom(stranger, { roomId, wish: "mute" })).rejects.toMatchObject({ code: "not_found" });
  await stranger.settled();
  const ctx = testContext({ actor: actorOf(ada) });
  await expect(preferRoom(ctx, { roomId, wish: "burn" })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(preferRoom(ctx, { roomId: newId(), wish: "mute" })).rejects.toMatchObject({
    code: "not_found",
  });
  await ctx.settled();
});

it("has the room look at how the member stands now", async () => {
  const { ada, roomId } = await aRoom();
  await preferRoom(testContext({ actor: actorOf(ada) }), { roomId, wish: "mute" });
  const ctx = testJobContext();
  await syncRoomMember(ctx, { roomId, userId: ada.id });
  expect(ctx.effects.lookedAtMember).toEqual([{ roomId, userId: ada.id }]);
});
