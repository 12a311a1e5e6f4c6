import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditDenials, auditEvents, outbox, reports } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeUser } from "#testing/factories.ts";
import { liveRooms, makeRoomOf, roomStub, sitDown } from "#testing/live.ts";
import { newId } from "../ids.ts";
import { archiveRoom } from "../rooms/archive-room.ts";
import { carryOutRemoval } from "../rooms/carry-out-removal.ts";
import { removeMessage } from "../rooms/remove-message.ts";
import type { RoomMember } from "../rooms/schema.ts";
import { dismissReport } from "./dismiss-report.ts";
import { listReports } from "./list-reports.ts";
import { loadReportable } from "./load-reportable.ts";
import { reportMessage } from "./report-message.ts";
import type { ReportView } from "./schema.ts";
import { upholdReport } from "./uphold-report.ts";

const { db } = testContext();
const moderator = await makeUser(db, { name: "Mo Moderator", roles: ["moderator"] });
const another = await makeUser(db, { name: "Ann Admin", roles: ["admin"] });
const asModerator = () => testContext({ actor: actorOf(moderator) });
const asAnother = () => testContext({ actor: actorOf(another) });
const as = ({ userId, name }: RoomMember) =>
  testContext({
    actor: actorOf({
      id: userId,
      name,
      email: `${userId}@people.example`,
      emailVerified: true,
      roles: ["mentee"],
    }),
  });

/** Ada writes, Lin and Kim read; the archive knows it all. */
async function aRoomWhere(...words: string[]) {
  const { roomId, members } = await makeRoomOf("Ada", "Lin", "Kim");
  const [ada, lin, kim] = members;
  const hers = await sitDown(roomId, ada);
  for (const one of words) await hers.say(one);
  const { messages, lastSeq } = await roomStub(roomId).snapshot();
  await archiveRoom(testJobContext({ rooms: liveRooms }), { roomId, fromSeq: 1, toSeq: lastSeq });
  const idOf = (body: string) => messages.find((message) => message.body === body)?.id ?? "";
  return { roomId, ada, lin, kim, idOf };
}

/** Every page of the list as it stood in one moment: other tests report and decide meanwhile. */
async function everyPage(as = asModerator): Promise<{ all: ReportView[]; open: number; total: number }> {
  const all: ReportView[] = [];
  const counts = new Map<string, { open: number; total: number }>();
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const { reports, open, total, ...part } = await listReports(as(), { page });
    all.push(...reports);
    counts.set(`${open} of ${total}`, { open, total });
    pages = part.pages;
  }
  const [count, ...moved] = counts.values();
  return count && moved.length === 0 ? { all, ...count } : everyPage(as);
}
/** As the list shows it, on whichever page. */
const listed = async (messageId: string): Promise<ReportView[]> =>
  (await everyPage()).all.filter((report) => report.messageId === messageId);
/** What people did about it after it was sent. */
async function trailOf(targetId: string): Promise<string[]> {
  const events = await db.select().from(auditEvents).where(eq(auditEvents.targetId, targetId));
  return events.map(({ action }) => action).filter((action) => action !== "message.sent");
}

it("keeps a report from a moderator who wrote the message: nothing of it is read, decided or settled by them", async () => {
  const { roomId, ada, lin, idOf } = await aRoomWhere("hers");
  const messageId = idOf("hers");
  await reportMessage(as(lin), { roomId, messageId, reason: "It hurts." });
  const [{ id }] = (await listed(messageId)) as [ReportView];
  const herself = () =>
    testContext({
      actor: actorOf({ ...moderator, id: ada.userId, name: ada.name, roles: ["moderator"] }),
    });
  const seen = await everyPage(herself);
  expect(seen.all.filter(({ decision }) => decision === null)).toHaveLength(seen.open);
  expect(seen.all).toHaveLength(seen.total);
  expect(JSON.stringify(seen)).not.toContain(id);
  const tries = [
    (ctx: ReturnType<typeof herself>) => dismissReport(ctx, { id, reason: "Nothing to see." }),
    (ctx: ReturnType<typeof herself>) => upholdReport(ctx, { id }),
  ];
  for (const decide of tries) {
    const ctx = herself();
    await expect(decide(ctx)).rejects.toMatchObject({ code: "not_allowed" });
    await ctx.settled();
  }
  const denied = await db.select().from(auditDenials).where(eq(auditDenials.targetId, id));
  expect(
    denied.every(({ actorId, action }) => actorId === ada.userId && action === "decide:report:any"),
  ).toBe(true);
  expect(denied.reduce((sum, { count }) => sum + count, 0)).toBe(tries.length);
  await removeMessage(herself(), { roomId, messageId });
  const open = { decision: null, decidedBy: null, saidThen: "hers" };
  expect(await db.select().from(reports).where(eq(reports.id, id))).toMatchObject([open]);
  await dismissReport(asModerator(), { id, reason: "She took it out herself." });
});

it("takes a report of a message again once the one before is decided", async () => {
  const { roomId, lin, idOf } = await aRoomWhere("mild");
  const messageId = idOf("mild");
  const raw = { roomId, messageId };
  await reportMessage(as(lin), { ...raw, reason: "First." });
  await reportMessage(as(lin), { ...raw, reason: "Twice." });
  const [{ id, reason }, ...others] = (await listed(messageId)) as [ReportView];
  expect([reason, others]).toEqual(["First.", []]);
  expect(await loadReportable(as(lin), raw)).toMatchObject({ reported: true });
  await dismissReport(asModerator(), { id, reason: "It is mild." });
  expect(await loadReportable(as(lin), raw)).toMatchObject({ reported: false });
  await reportMessage(as(lin), { ...raw, reason: "It was changed." });
  expect((await listed(messageId)).map(({ reason }) => reason)).toEqual(["It was changed.", "First."]);
});

it("shows a report to moderators with the message and what stands around it, and nothing further off", async () => {
  const { roomId, lin, idOf } = await aRoomWhere("one", "two", "three", "hurts", "five", "six", "seven");
  const messageId = idOf("hurts");
  const ctx = as(lin);
  expect(await loadReportable(as(lin), { roomId, messageId })).toMatchObject({
    ...{ authorName: "Ada", excerpt: "hurts", reported: false },
  });
  await reportMessage(ctx, { roomId, messageId, reason: "  It insults. " });
  expect(ctx.roundTrips()).toBe(2);
  await reportMessage(as(lin), { roomId, messageId, reason: "Again." });
  expect(await loadReportable(as(lin), { roomId, messageId })).toMatchObject({ reported: true });
  const [report, ...more] = await listed(messageId);
  expect(more).toEqual([]);
  expect(report).toMatchObject({
    ...{ roomId, roomTitle: null, isMember: false, reason: "It insults.", decision: null },
    reporter: { name: "Lin" },
    author: { name: "Ada", mentorPage: false },
  });
  expect(report?.context.map(({ body }) => body)).toEqual(["two", "three", "hurts", "five", "six"]);
  expect(await trailOf(messageId)).toEqual([]);
  expect(await trailOf((await listed(messageId))[0]?.id ?? "")).toEqual(["message.reported"]);
  const reader = asModerator();
  await listReports(reader);
  expect(reader.roundTrips()).toBe(1);
});

it("puts the open ones first, whoever waits longest on top, then the latest decision", async () => {
  const { roomId, lin, kim, idOf } = await aRoomWhere("first", "second", "third");
  for (const [body, by] of [
    ["second", lin],
    ["first", lin],
    ["third", lin],
    ["third", kim],
  ] as const)
    await reportMessage(as(by), { roomId, messageId: idOf(body), reason: "Look." });
  const [second] = await listed(idOf("second"));
  await dismissReport(asModerator(), { id: second?.id ?? "", reason: "All is well." });
  const { all, ...counted } = await everyPage();
  const open = all.filter(({ decision }) => decision === null);
  expect(all.slice(0, open.length)).toEqual(open);
  expect(open).toEqual(open.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt)));
  const decided = all.slice(open.length).map(({ decision }) => decision?.at ?? "");
  expect(decided).toEqual(decided.toSorted().toReversed());
  expect(counted.open).toBe(open.length);
});

it("takes the message out and settles every report of it at once; whoever decides second is told who was faster", async () => {
  const { roomId, lin, kim, idOf } = await aRoomWhere("hurts");
  const messageId = idOf("hurts");
  for (const by of [lin, kim]) await reportMessage(as(by), { roomId, messageId, reason: "It insults." });
  const [one, other] = await listed(messageId);
  const ctx = asModerator();
  await upholdReport(ctx, { id: one?.id ?? "" });
  expect(ctx.roundTrips()).toBe(2);
  const faster = { code: "conflict", publicMessage: "Mo Moderator has taken the message out already." };
  for (const report of [one, other]) {
    const id = report?.id ?? "";
    await expect(upholdReport(asAnother(), { id })).rejects.toMatchObject(faster);
    await expect(dismissReport(asAnother(), { id, reason: "No." })).rejects.toMatchObject(faster);
  }
  expect(await trailOf(messageId)).toEqual(["message.removed"]);
  const owed = await db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
  const removal = { roomId, messageId, userId: moderator.id };
  expect(owed.map(({ payload }) => payload)).toEqual(
    expect.arrayContaining([
      { kind: "live.remove-message", ...removal },
      ...[one, other].map((report) => ({ kind: "live.notify-report", reportId: report?.id })),
    ]),
  );
  expect(owed).toHaveLength(3);
  await carryOutRemoval(testJobContext({ rooms: liveRooms }), removal);
  expect((await roomStub(roomId).snapshot()).messages).toMatchObject([{ body: "", deletedBy: moderator.id }]);
  expect(await listed(messageId)).toMatchObject([
    { context: [], decision: { outcome: "removed", by: "Mo Moderator", reason: null } },
    { context: [], decision: { outcome: "removed" } },
  ]);
});

it("dismisses a report with a reason, once, and leaves the others of the message open", async () => {
  const { roomId, lin, kim, idOf } = await aRoomWhere("odd");
  const messageId = idOf("odd");
  for (const by of [lin, kim]) await reportMessage(as(by), { roomId, messageId, reason: "Odd." });
  const id = (await listed(messageId)).find(({ reporter }) => reporter.name === "Lin")?.id ?? "";
  const empty = dismissReport(asModerator(), { id, reason: "  " });
  await expect(empty).rejects.toMatchObject({
    ...{ code: "invalid_input", fields: { reason: "Say why nothing is to be done." } },
  });
  const ctx = asModerator();
  await dismissReport(ctx, { id, reason: "It is odd, and no more." });
  expect(ctx.roundTrips()).toBe(1);
  const again = dismissReport(asAnother(), { id, reason: "Me too." });
  await expect(again).rejects.toMatchObject({
    ...{ code: "conflict", publicMessage: "Mo Moderator has dismissed this report already." },
  });
  expect((await trailOf(id)).toSorted()).toEqual(["message.reported", "report.dismissed"]);
  expect(await listed(messageId)).toMatchObject([
    { decision: null, reporter: { name: "Kim" }, context: [{ body: "odd" }] },
    { decision: { outcome: "dismissed", reason: "It is odd, and no more." }, context: [] },
  ]);
  expect((await roomStub(roomId).snapshot()).messages).toMatchObject([{ body: "odd" }]);
});

it("settles reports too where a moderator takes the message out in the room itself, and asks to dismiss one of what is gone", async () => {
  const { roomId, ada, lin, idOf } = await aRoomWhere("hurts", "said too soon");
  const messageId = idOf("hurts");
  await reportMessage(as(lin), { roomId, messageId, reason: "It insults." });
  await removeMessage(asModerator(), { roomId, messageId });
  expect(await listed(messageId)).toMatchObject([{ decision: { outcome: "removed", by: "Mo Moderator" } }]);

  const taken = idOf("said too soon");
  await reportMessage(as(lin), { roomId, messageId: taken, reason: "It lies." });
  const hers = await sitDown(roomId, ada);
  hers.send({ type: "delete", clientId: newId(), messageId: taken });
  await hers.take("event", (frame) => frame.event.type === "deleted");
  const [report] = await listed(taken);
  await expect(upholdReport(asModerator(), { id: report?.id ?? "" })).rejects.toMatchObject({
    ...{
      code: "conflict",
      publicMessage: "The message is gone already. Dismiss the report, and say so there.",
    },
  });
  expect(await trailOf(taken)).not.toContain("message.removed");
  const late = reportMessage(as(lin), { roomId, messageId: taken, reason: "Again." });
  await expect(late).rejects.toMatchObject({ code: "conflict" });
});

it("keeps what a message said when it was reported, where its author changes it or takes it back, until the decision", async () => {
  const { roomId, ada, lin, idOf } = await aRoomWhere("hurts");
  const messageId = idOf("hurts");
  await reportMessage(as(lin), { roomId, messageId, reason: "It insults." });
  expect(await listed(messageId)).toMatchObject([{ saidThen: null, context: [{ body: "hurts" }] }]);
  const hers = await sitDown(roomId, ada);
  const archived = async () => {
    const { lastSeq } = await roomStub(roomId).snapshot();
    await archiveRoom(testJobContext({ rooms: liveRooms }), { roomId, fromSeq: 1, toSeq: lastSeq });
  };
  hers.send({ type: "edit", clientId: newId(), messageId, body: "is kind" });
  await hers.take("event", (frame) => frame.event.type === "edited");
  await archived();
  expect(await listed(messageId)).toMatchObject([{ saidThen: "hurts", context: [{ body: "is kind" }] }]);
  hers.send({ type: "delete", clientId: newId(), messageId });
  await hers.take("event", (frame) => frame.event.type === "deleted");
  await archived();
  const [report] = await listed(messageId);
  expect(report).toMatchObject({ saidThen: "hurts", context: [{ body: "", gone: true }] });
  await dismissReport(asModerator(), { id: report?.id ?? "", reason: "She was spoken to." });
  expect(await listed(messageId)).toMatchObject([{ saidThen: null }]);
  const [kept] = await db.select().from(reports).where(eq(reports.messageId, messageId));
  expect(kept?.saidThen).toBeNull();
});

it("takes reports from who is in the room, of what others wrote there, for a reason, and not too many", async () => {
  const { roomId, ada, lin, idOf } = await aRoomWhere("hurts");
  const messageId = idOf("hurts");
  const reason = "It insults.";
  const outsider = testContext({ actor: actorOf(await makeUser(db)) });
  const elsewhere = { code: "not_found" };
  await expect(reportMessage(outsider, { roomId, messageId, reason })).rejects.toMatchObject(elsewhere);
  await outsider.settled();
  const nowhere = { roomId, messageId: newId(), reason };
  await expect(reportMessage(as(lin), nowhere)).rejects.toMatchObject(elsewhere);
  const invalid = { code: "invalid_input" };
  for (const wrong of [
    { ctx: as(ada), messageId, reason },
    { ctx: as(lin), messageId, reason: " " },
    { ctx: as(lin), messageId, reason: "x".repeat(1_001) },
    { ctx: as(lin), messageId: "x", reason },
  ])
    await expect(reportMessage(wrong.ctx, { roomId, ...wrong })).rejects.toMatchObject(invalid);
  await expect(reportMessage(testContext(), { roomId, messageId, reason })).rejects.toMatchObject({
    code: "not_signed_in",
  });
  const limit = async () => ({ allowed: false, limit: 1, remaining: 0, resetMs: 1500, retryAfterMs: 1500 });
  const hasty = Object.assign(as(lin), { limit });
  await expect(reportMessage(hasty, { roomId, messageId, reason })).rejects.toMatchObject({
    ...{ code: "rate_limited", retryAfterSeconds: 2 },
  });
  await hasty.settled();
  expect(await db.select().from(reports).where(eq(reports.messageId, messageId))).toEqual([]);
});

it("is decided by who moderates alone, and refusals are recorded", async () => {
  const { roomId, lin, idOf } = await aRoomWhere("hurts");
  const messageId = idOf("hurts");
  await reportMessage(as(lin), { roomId, messageId, reason: "It insults." });
  const id = (await listed(messageId))[0]?.id ?? "";
  for (const roles of [["mentee", "mentor"], ["auditor"]]) {
    const ctx = testContext({ actor: actorOf(await makeUser(db, { roles })) });
    const denied = { code: "not_allowed" };
    await expect(listReports(ctx)).rejects.toMatchObject(denied);
    await expect(upholdReport(ctx, { id })).rejects.toMatchObject(denied);
    await expect(dismissReport(ctx, { id, reason: "No." })).rejects.toMatchObject(denied);
    await ctx.settled();
    const rows = await db.select().from(auditDenials).where(eq(auditDenials.requestId, ctx.requestId));
    expect(rows.map(({ action }) => action).toSorted()).toEqual([
      "decide:report:any",
      "read:report:any",
      "remove:message:any",
    ]);
  }
  const missing = { code: "not_found" };
  await expect(upholdReport(asModerator(), { id: newId() })).rejects.toMatchObject(missing);
  const dismissal = dismissReport(asModerator(), { id: newId(), reason: "No." });
  await expect(dismissal).rejects.toMatchObject(missing);
  const open = and(eq(reports.id, id), eq(reports.reason, "It insults."));
  expect(await db.select().from(reports).where(open)).toMatchObject([{ decision: null }]);
});
