import { eq, inArray } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, outbox, reports } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { makeRoom, makeUser } from "#testing/factories.ts";
import { nativeContext, onNativePostgres } from "#testing/native-postgres.ts";
import type { ReadContext } from "../context.ts";
import { newId } from "../ids.ts";
import { dismissReport } from "./dismiss-report.ts";
import { upholdReport } from "./uphold-report.ts";

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

/** Its room holds the message that is asked for. */
function withTheMessage(ctx: ReadContext): ReadContext {
  const versions = async () => [{ body: "hurts", at: "2026-11-24T10:00:00.000Z" }];
  return { ...ctx, roomReader: { ...ctx.roomReader, versions } };
}

onNativePostgres("reports under concurrency", (postgres) => {
  it("lets one of several moderators decide, and writes that down once", async () => {
    const { db, url } = postgres;
    const [author, reporter] = await Promise.all([makeUser(db), makeUser(db)]);
    const moderators = await Promise.all(times(6, () => makeUser(db, { roles: ["moderator"] })));
    const { id: roomId } = await makeRoom(db, [author.id, reporter.id]);
    for (const _ of times(12, String)) {
      const [id, messageId] = [newId(), newId()];
      const people = { authorId: author.id, reporterId: reporter.id };
      await db.insert(reports).values({ id, roomId, messageId, ...people, reason: "It insults." });
      const contexts = moderators.map((moderator) =>
        withTheMessage(nativeContext(url, { actor: actorOf(moderator) })),
      );
      const answers = await Promise.allSettled(
        contexts.map((ctx, i) =>
          i % 2 ? upholdReport(ctx, { id }) : dismissReport(ctx, { id, reason: "No." }),
        ),
      );
      const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
      expect(refused.map(({ code }) => code)).toEqual(times(5, () => "conflict"));
      const [report] = await db.select().from(reports).where(eq(reports.id, id));
      const winner = moderators[answers.findIndex(({ status }) => status === "fulfilled")];
      expect(report?.decidedBy).toBe(winner?.id);
      const removed = report?.decision === "removed";
      const events = await db
        .select()
        .from(auditEvents)
        .where(inArray(auditEvents.targetId, [id, messageId]));
      expect(events).toMatchObject([
        { action: removed ? "message.removed" : "report.dismissed", actorId: winner?.id },
      ]);
      const owed = await db
        .select()
        .from(outbox)
        .where(
          inArray(
            outbox.requestId,
            contexts.map(({ requestId }) => requestId),
          ),
        );
      expect(owed.map(({ kind }) => kind).toSorted()).toEqual([
        "live.notify-report",
        ...(removed ? ["live.remove-message"] : []),
      ]);
    }
  });

  it("owes each reporter whose report a removal settles one word of it, also of those who report in that moment", async () => {
    const { db, url } = postgres;
    const author = await makeUser(db);
    const reporters = await Promise.all(times(8, () => makeUser(db)));
    const moderator = await makeUser(db, { roles: ["moderator"] });
    const { id: roomId } = await makeRoom(db, [author.id, ...reporters.map(({ id }) => id)]);
    for (const _ of times(12, String)) {
      const messageId = newId();
      const report = async (reporterId: string) => {
        const id = newId();
        const people = { authorId: author.id, reporterId };
        await db.insert(reports).values({ id, roomId, messageId, ...people, reason: "It insults." });
        return id;
      };
      const [first, ...late] = reporters.map(({ id }) => id);
      const ctx = withTheMessage(nativeContext(url, { actor: actorOf(moderator) }));
      const id = await report(first!);
      await Promise.all([upholdReport(ctx, { id }), ...late.map(report)]);
      const all = await db.select().from(reports).where(eq(reports.messageId, messageId));
      expect(all).toHaveLength(8);
      const settled = all.filter(({ decision }) => decision !== null).map((row) => row.id);
      const owed = await db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
      const told = owed.filter(({ kind }) => kind === "live.notify-report");
      const payloads = settled.map((reportId) => ({ kind: "live.notify-report", reportId }));
      expect(told.map(({ payload }) => payload)).toEqual(expect.arrayContaining(payloads));
      expect(told.map((row) => row.id).toSorted()).toEqual(settled.toSorted());
    }
  });
});
