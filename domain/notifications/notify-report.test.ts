import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { outbox, reports, roomMembers } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeUser } from "#testing/factories.ts";
import { makeRoomOf, roomStub, sitDown } from "#testing/live.ts";
import type { ReadContext } from "../context.ts";
import { newId } from "../ids.ts";
import { jobSchema } from "../outbox/jobs.ts";
import { savePreferences } from "../preferences/save-preferences.ts";
import { defaultPreferences } from "../preferences/schema.ts";
import { dismissReport } from "../reports/dismiss-report.ts";
import { reportMessage } from "../reports/report-message.ts";
import { upholdReport } from "../reports/uphold-report.ts";
import { removeMessage } from "../rooms/remove-message.ts";
import type { RoomMember } from "../rooms/schema.ts";
import { notifyReport } from "./notify-report.ts";
import { newNotificationSchema } from "./schema.ts";

const { db } = testContext();
const moderator = await makeUser(db, { name: "Mo Moderator", roles: ["moderator"] });
const asModerator = () => testContext({ actor: actorOf(moderator) });
const as = ({ userId: id, name }: RoomMember, roles = ["mentee"]) =>
  testContext({ actor: actorOf({ id, name, email: `${id}@people.example`, emailVerified: true, roles }) });

/** Ada says one thing that hurts; `report` tells the id of a member's report of it. */
async function aRoom() {
  const { roomId, members } = await makeRoomOf("Ada", "Lin", "Kim");
  const [ada, lin, kim] = members;
  const hers = await sitDown(roomId, ada);
  await hers.say("before it");
  const seq = await hers.say("words that hurt");
  const { messages } = await roomStub(roomId).snapshot();
  const messageId = messages.find((message) => message.seq === seq)?.id ?? "";
  const report = async (by: RoomMember) => {
    await reportMessage(as(by), { roomId, messageId, reason: "It insults." });
    const mine = and(eq(reports.messageId, messageId), eq(reports.reporterId, by.userId));
    return (await db.select().from(reports).where(mine))[0]?.id ?? "";
  };
  const at = `/conversations/${roomId}#m${seq}`;
  return { roomId, messageId, ada, lin, kim, hers, report, at };
}

/** Does what a decision owes to reporters, twice over, as a queue may; what was told of it, once each. */
async function told(by: Pick<ReadContext, "requestId">) {
  const rows = await db.select().from(outbox).where(eq(outbox.requestId, by.requestId));
  const all = [];
  for (const { id, kind, payload } of rows) {
    const job = jobSchema.parse(payload);
    expect(job.kind).toBe(kind);
    if (job.kind !== "live.notify-report") continue;
    const ctx = testJobContext({ jobId: id });
    for (const _ of ["once", "again"]) await notifyReport(ctx, job);
    const { delivered, mails } = ctx.effects;
    expect(new Set(delivered.map(({ notification }) => notification.key)).size).toBeLessThanOrEqual(1);
    expect(delivered.at(1)).toEqual(delivered.at(0));
    all.push({ ...delivered[0], mails });
  }
  return all;
}

it("tells each who reported it that the message was taken out, without its words, its author or who decided", async () => {
  const { lin, kim, report, at } = await aRoom();
  const [id] = [await report(lin), await report(kim)];
  const ctx = asModerator();
  await upholdReport(ctx, { id });
  const all = await told(ctx);
  const both = [lin.userId, kim.userId].toSorted();
  expect(all.map(({ userId }) => userId).toSorted()).toEqual(both);
  for (const { notification, mails } of all) {
    expect(newNotificationSchema.parse(notification)).toEqual({
      ...{ key: expect.stringMatching(/^job:/), kind: "report.decided", href: at },
      title: "A moderator took out the message you reported.",
    });
    expect(mails).toMatchObject([{ subject: "A moderator took out the message you reported" }]);
    expect(JSON.stringify(mails)).not.toMatch(/hurt|Ada|Mo Moderator/);
  }
});

it("tells them too where it was taken out in the room itself, and nobody where nothing was reported", async () => {
  const { roomId, messageId, lin, report } = await aRoom();
  await report(lin);
  const ctx = asModerator();
  await removeMessage(ctx, { roomId, messageId });
  expect((await told(ctx)).map(({ userId }) => userId)).toEqual([lin.userId]);
  const calm = await aRoom();
  const other = asModerator();
  await removeMessage(other, { roomId: calm.roomId, messageId: calm.messageId });
  expect(await told(other)).toEqual([]);
});

it("tells of a dismissal whoever's report it was, and another of the message once it is decided too", async () => {
  const { lin, kim, report, at } = await aRoom();
  const [hers, theirs] = [await report(lin), await report(kim)];
  const first = asModerator();
  await dismissReport(first, { id: hers, reason: "Dry, but no harm." });
  const [one, ...more] = await told(first);
  expect(more).toEqual([]);
  const title = "A moderator looked at the message you reported and let it stand.";
  expect(one).toMatchObject({ userId: lin.userId, notification: { title, href: at } });
  expect(JSON.stringify(one)).not.toMatch(/hurt|Dry|Ada|Mo Moderator/);
  const second = asModerator();
  await upholdReport(second, { id: theirs });
  expect((await told(second)).map(({ userId }) => userId)).toEqual([kim.userId]);
});

it("does not say that a message stands which its author took back, nor lead into a room that was left", async () => {
  const { roomId, messageId, hers, lin, kim, report, at } = await aRoom();
  const [of, ofWhoLeft] = [await report(lin), await report(kim)];
  hers.send({ type: "delete", clientId: newId(), messageId });
  await hers.take("event", (frame) => frame.event.type === "deleted");
  const kims = and(eq(roomMembers.roomId, roomId), eq(roomMembers.userId, kim.userId));
  await db.update(roomMembers).set({ leftAt: new Date() }).where(kims);
  const title = "A moderator looked at the message you reported. Nothing more was to be done.";
  for (const [id, href] of [
    [of, at],
    [ofWhoLeft, "/notifications"],
  ] as const) {
    const ctx = asModerator();
    await dismissReport(ctx, { id, reason: "It is gone." });
    expect(await told(ctx)).toMatchObject([{ notification: { title, href } }]);
  }
});

it("leads to the thread where the message stands in one alone", async () => {
  const { roomId, messageId, ada, lin, hers } = await aRoom();
  hers.send({ type: "send", clientId: newId(), body: "a reply that hurts", threadId: messageId });
  await hers.take("event", (frame) => frame.event.type === "sent");
  const replies = await roomStub(roomId).thread(messageId);
  const reply = replies.find(({ body }) => body === "a reply that hurts");
  expect(reply).toMatchObject({ authorId: ada.userId, inRoom: false });
  await reportMessage(as(lin), { roomId, messageId: reply?.id, reason: "It insults." });
  const [row] = await db.select().from(reports).where(eq(reports.messageId, reply!.id));
  const ctx = asModerator();
  await upholdReport(ctx, { id: row!.id });
  const href = `/conversations/${roomId}?thread=${messageId}`;
  expect(await told(ctx)).toMatchObject([{ notification: { href } }]);
});

it("tells nothing of what is open or not there, nor a moderator what they decided themselves", async () => {
  const { lin, report } = await aRoom();
  const id = await report(lin);
  const ctx = testJobContext();
  for (const reportId of [id, newId()]) await notifyReport(ctx, { reportId });
  expect(ctx.effects.delivered).toEqual([]);
  const decision = as(lin, ["moderator"]);
  await upholdReport(decision, { id });
  expect(await told(decision)).toEqual([{ mails: [] }]);
});

it("writes no letter to who wants none about it, and asks their inbox all the same", async () => {
  const { lin, report } = await aRoom();
  const id = await report(lin);
  const reports = { here: true, mail: false, push: false, digest: false };
  await savePreferences(as(lin), {
    ...defaultPreferences,
    choices: { ...defaultPreferences.choices, reports },
  });
  const ctx = asModerator();
  await dismissReport(ctx, { id, reason: "All is well." });
  expect(await told(ctx)).toMatchObject([{ userId: lin.userId, mails: [] }]);
});
