import { expect, it } from "vitest";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor } from "#testing/factories.ts";
import { notifyConnection } from "./notify-connection.ts";
import { newNotificationSchema } from "./schema.ts";

const { db } = testContext();

async function link(
  state: "invited" | "connected" | "removed",
  visibility: "everyone" | "hidden" = "everyone",
) {
  const mentor = await makeMentor(db, { user: { name: "Simone\nTremblay" }, visibility });
  const mentee = await makeMentee(db, { user: { name: "Elif Demirtaş" } });
  const { id } = await makeConnection(db, mentor.id, mentee.id, { state, invitedBy: mentee.id });
  return { mentor, mentee, connectionId: id };
}

it("tells of an invitation while it is open, and leads to where it is answered", async () => {
  const { mentor, mentee, connectionId } = await link("invited");
  const ctx = testJobContext();
  await notifyConnection(ctx, { userId: mentor.id, connectionId, event: "connection.invited" });
  await notifyConnection(ctx, { userId: mentee.id, connectionId, event: "connection.invited" });
  expect(ctx.effects.delivered).toEqual([
    {
      userId: mentor.id,
      notification: {
        key: `job:${ctx.jobId}`,
        kind: "connection.invited",
        title: "Elif Demirtaş would like to be connected with you.",
        href: "/connections",
      },
    },
  ]);
});

it("tells of a yes, and leads to the other's page where there is one to see", async () => {
  const { mentor, mentee, connectionId } = await link("connected");
  const ctx = testJobContext();
  await notifyConnection(ctx, { userId: mentee.id, connectionId, event: "connection.accepted" });
  const [{ notification }] = ctx.effects.delivered as [(typeof ctx.effects.delivered)[0]];
  expect(newNotificationSchema.parse(notification)).toMatchObject({
    title: "You and Simone Tremblay are connected now.",
    href: `/mentors/${mentor.id}`,
  });
  const hiding = await link("connected", "hidden");
  await notifyConnection(ctx, {
    userId: hiding.mentee.id,
    connectionId: hiding.connectionId,
    event: "connection.accepted",
  });
  expect(ctx.effects.delivered[1]!.notification.href).toBe("/connections");
});

it("says nothing of what is over, to others, or of what is not there", async () => {
  const ctx = testJobContext();
  const over = await link("removed");
  const open = await link("invited");
  for (const event of ["connection.invited", "connection.accepted"] as const) {
    await notifyConnection(ctx, { userId: over.mentor.id, connectionId: over.connectionId, event });
    await notifyConnection(ctx, { userId: over.mentor.id, connectionId: open.connectionId, event });
  }
  expect(ctx.effects.delivered).toEqual([]);
});
