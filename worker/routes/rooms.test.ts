import { SELF } from "cloudflare:test";
import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeRoom, makeSession } from "#testing/factories.ts";
import { askForSocket, enterRoom, ORIGIN } from "#testing/live.ts";

async function twoInARoom() {
  const { db } = testContext();
  const mentor = await makeMentor(db);
  const mentee = await makeMentee(db);
  const room = await makeRoom(db, [mentor.id, mentee.id]);
  const [one, other] = [await makeSession(db, mentor.id), await makeSession(db, mentee.id)];
  return { db, mentor, mentee, roomId: room.id, mentorToken: one.token, menteeToken: other.token };
}

it("lets two people talk", async () => {
  const { roomId, mentor, mentee, mentorToken, menteeToken } = await twoInARoom();
  const mentorSide = await enterRoom(roomId, { token: mentorToken });
  const menteeSide = await enterRoom(roomId, { token: menteeToken });
  const { snapshot } = await menteeSide.take("reset");
  expect(snapshot.members.map(({ userId }) => userId).toSorted()).toEqual([mentor.id, mentee.id].toSorted());
  const clientId = newId();
  menteeSide.send({ type: "send", clientId, body: "Good morning" });
  const { seq } = await menteeSide.take("ack");
  const { event } = await mentorSide.take("event", ({ event }) => event.type === "sent");
  expect(event).toMatchObject({ seq, clientId, message: { body: "Good morning", authorId: mentee.id } });
});
