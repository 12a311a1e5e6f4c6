import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, connections, outbox } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { makeConnection, makeMentee, type Person } from "#testing/factories.ts";
import { nativeContext, onNativePostgres } from "#testing/native-postgres.ts";
import { acceptConnection } from "./accept-connection.ts";
import { inviteConnection } from "./invite-connection.ts";
import { removeConnection } from "./remove-connection.ts";
import { withdrawConnection } from "./withdraw-connection.ts";

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

onNativePostgres("connections under concurrency", (postgres) => {
  const unlimited = { allowed: true, limit: 1, remaining: 1, resetMs: 0, retryAfterMs: 0 };
  const as = (person: Person) =>
    nativeContext(postgres.url, { actor: actorOf(person), limit: async () => unlimited });
  const eventsOf = async (id: string) =>
    (await postgres.db.select().from(auditEvents).where(eq(auditEvents.targetId, id))).map(
      ({ action }) => action,
    );

  it("connects two who invite each other at once, by one row, one invitation and one yes", async () => {
    for (const _ of times(12, String)) {
      const [a, b] = await Promise.all([makeMentee(postgres.db), makeMentee(postgres.db)]);
      const contexts = times(6, (i) => as(i % 2 ? a : b));
      await Promise.all(contexts.map((ctx, i) => inviteConnection(ctx, { userId: i % 2 ? b.id : a.id })));
      const [row, ...more] = await postgres.db
        .select()
        .from(connections)
        .where(eq(connections.lowId, [a.id, b.id].toSorted()[0]!));
      expect(more).toEqual([]);
      expect(row!.state).toBe("connected");
      expect((await eventsOf(row!.id)).toSorted()).toEqual(["connection.accepted", "connection.invited"]);
      const owed = await Promise.all(
        contexts.map((ctx) => postgres.db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId))),
      );
      expect(
        owed
          .flat()
          .map(({ kind }) => kind)
          .toSorted(),
      ).toEqual(["graph.project-connection", "live.notify-connection", "live.notify-connection"]);
    }
  });

  it("lets either the yes or the withdrawal of an invitation win, never both", async () => {
    for (const _ of times(12, String)) {
      const [a, b] = await Promise.all([makeMentee(postgres.db), makeMentee(postgres.db)]);
      const { id } = await makeConnection(postgres.db, a.id, b.id, { state: "invited", invitedBy: a.id });
      const [accepted, withdrawn] = await Promise.allSettled([
        acceptConnection(as(b), { id }),
        withdrawConnection(as(a), { id }),
      ]);
      const [row] = await postgres.db.select().from(connections).where(eq(connections.id, id));
      expect(accepted.status === "fulfilled").toBe(row!.state === "connected");
      expect(withdrawn.status === "fulfilled").toBe(row!.state === "removed");
      expect(await eventsOf(id)).toHaveLength(1);
    }
  });

  it("removes once what both remove at once, and every change has a later time", async () => {
    const [a, b] = await Promise.all([makeMentee(postgres.db), makeMentee(postgres.db)]);
    const { id, updatedAt } = await makeConnection(postgres.db, a.id, b.id);
    await Promise.all(times(8, (i) => removeConnection(as(i % 2 ? a : b), { id })));
    expect(await eventsOf(id)).toEqual(["connection.removed"]);
    const [row] = await postgres.db.select().from(connections).where(eq(connections.id, id));
    expect(row!.updatedAt.getTime()).toBeGreaterThan(updatedAt.getTime());
  });
});
