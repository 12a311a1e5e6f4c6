import { expect, it } from "vitest";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeRoom } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import { closeRoom } from "./close-room.ts";

async function makeMentorshipRoom(state: "active" | "completed" | "ended") {
  const { db } = testContext();
  const [mentor, mentee] = [await makeMentor(db), await makeMentee(db)];
  const roomId = newId();
  const people = { mentorId: mentor.id, menteeId: mentee.id };
  const { id } = await makeMentorship(db, { ...people, state, roomId });
  await makeRoom(db, [mentor.id, mentee.id], { id: roomId, mentorshipId: id });
  return { id, roomId };
}

it.each(["completed", "ended"] as const)("closes the room of a mentorship that is %s", async (state) => {
  const { id, roomId } = await makeMentorshipRoom(state);
  const ctx = testJobContext();
  await closeRoom(ctx, { mentorshipId: id });
  expect(ctx.effects.closed).toEqual([roomId]);
});

it("leaves the room of a mentorship that goes on, and one that is not there", async () => {
  const { id } = await makeMentorshipRoom("active");
  const ctx = testJobContext();
  await closeRoom(ctx, { mentorshipId: id });
  await closeRoom(ctx, { mentorshipId: newId() });
  expect(ctx.effects.closed).toEqual([]);
});
