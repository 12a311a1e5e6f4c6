import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeRoom } from "#testing/factories.ts";
import { openRoom } from "./open-room.ts";

it("opens the room of an accepted request for its two people, and nothing before", async () => {
  const { db } = testContext();
  const [mentor, mentee] = [await makeMentor(db), await makeMentee(db)];
  const room = await makeRoom(db, [mentor.id, mentee.id]);
  const people = { mentorId: mentor.id, menteeId: mentee.id };
  const active = await makeMentorship(db, { ...people, state: "active", roomId: room.id });
  const ctx = testJobContext();
  await openRoom(ctx, { mentorshipId: active.id });
  expect(ctx.effects.opened).toMatchObject([{ roomId: room.id }]);
  expect(ctx.effects.opened[0]!.members.map((member) => member.name).toSorted()).toEqual(
    [mentor.name, mentee.name].toSorted(),
  );
  await openRoom(ctx, { mentorshipId: (await makeMentorship(db)).id });
  await openRoom(ctx, { mentorshipId: newId() });
  expect(ctx.effects.opened).toHaveLength(1);
});
