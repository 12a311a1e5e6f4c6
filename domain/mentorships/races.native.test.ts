import { count, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, mentorships, outbox, profiles, rooms } from "#db/tables/index.ts";
import type { JobContext, ReadContext } from "#domain/context.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { makeMentee, makeMentor, makeMentorship, type Person } from "#testing/factories.ts";
import { nativeContext, onNativePostgres } from "#testing/native-postgres.ts";
import { acceptRequest } from "./accept-request.ts";
import { advanceLine } from "./advance-line.ts";
import { completeMentorship } from "./complete-mentorship.ts";
import { declineRequest } from "./decline-request.ts";
import { endMentorship } from "./end-mentorship.ts";
import { lapseRequests } from "./lapse-requests.ts";
import { requestMentorship } from "./request-mentorship.ts";
import { withdrawRequest } from "./withdraw-request.ts";

/** What each of several tries came to: "ok" or the code of its refusal. */
async function race(tries: Promise<unknown>[]): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {};
  for (const result of await Promise.allSettled(tries)) {
    const key = result.status === "fulfilled" ? "ok" : String(result.reason?.code ?? result.reason);
    outcomes[key] = (outcomes[key] ?? 0) + 1;
  }
  return outcomes;
}

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

onNativePostgres("requests under concurrency", (postgres) => {
  const as = (person: Person): ReadContext => nativeContext(postgres.url, { actor: actorOf(person) });
  const asSystem = () =>
    nativeContext(postgres.url, { actor: { kind: "system", job: "test" } }) as JobContext;
  const stateOf = async (id: string) =>
    (await postgres.db.select().from(mentorships).where(eq(mentorships.id, id)))[0]!.state;
  async function seatsOf(mentorId: string) {
    const [profile] = await postgres.db.select().from(profiles).where(eq(profiles.userId, mentorId));
    const all = await postgres.db.select().from(mentorships).where(eq(mentorships.mentorId, mentorId));
    return { taken: profile!.activeMentees, active: all.filter((row) => row.state === "active").length };
  }

  it("gives the last place to one of twenty accepts, and tells the others that it is gone", async () => {
    const mentor = await makeMentor(postgres.db, { capacity: 3, activeMentees: 2 });
    const requests = await Promise.all(times(20, () => makeMentorship(postgres.db, { mentorId: mentor.id })));
    const outcomes = await race(requests.map(({ id }) => acceptRequest(as(mentor), { id })));
    expect(outcomes).toEqual({ ok: 1, no_capacity: 19 });
    expect(await seatsOf(mentor.id)).toEqual({ taken: 3, active: 1 });
    const states = await Promise.all(requests.map(({ id }) => stateOf(id)));
    expect(states.filter((state) => state === "pending")).toHaveLength(19);
  });

  it("takes one place and opens one room when the same request is accepted ten times at once", async () => {
    const mentor = await makeMentor(postgres.db, { capacity: 10 });
    const { id } = await makeMentorship(postgres.db, { mentorId: mentor.id });
    expect(await race(times(10, () => acceptRequest(as(mentor), { id })))).toEqual({ ok: 1, conflict: 9 });
    expect(await seatsOf(mentor.id)).toEqual({ taken: 1, active: 1 });
    const [{ n } = { n: 0 }] = await postgres.db
      .select({ n: count() })
      .from(rooms)
      .where(eq(rooms.mentorshipId, id));
    expect(n).toBe(1);
    expect(await postgres.db.select().from(auditEvents).where(eq(auditEvents.targetId, id))).toHaveLength(1);
  });

  it("lets one of accept, withdraw, decline and lapse win, and a place is taken only by accept", async () => {
    for (const _ of times(12, String)) {
      const mentor = await makeMentor(postgres.db, { capacity: 1 });
      const mentee = await makeMentee(postgres.db);
      const { id } = await makeMentorship(postgres.db, {
        mentorId: mentor.id,
        menteeId: mentee.id,
        expiresAt: new Date(0),
      });
      const [withdrawn, accepted, declined] = await Promise.allSettled([
        withdrawRequest(as(mentee), { id }),
        acceptRequest(as(mentor), { id }),
        declineRequest(as(mentor), { id, reason: "Not now." }),
        lapseRequests(asSystem()),
      ]);
      const state = await stateOf(id);
      expect(accepted.status === "fulfilled").toBe(state === "active");
      expect(withdrawn.status === "fulfilled").toBe(state === "withdrawn");
      expect(declined.status === "fulfilled").toBe(state === "declined");
      expect((await seatsOf(mentor.id)).taken).toBe(state === "active" ? 1 : 0);
      const events = await postgres.db.select().from(auditEvents).where(eq(auditEvents.targetId, id));
      expect(events.map((event) => event.action.split(".")[1])).toEqual([
        { active: "accepted", withdrawn: "withdrawn", declined: "declined", lapsed: "lapsed" }[
          state as "active"
        ],
      ]);
    }
  });

  it("makes one request of a form that is sent eight times at once, and tells the mentor once", async () => {
    const [mentor, mentee] = [await makeMentor(postgres.db), await makeMentee(postgres.db)];
    const input = { id: newId(), mentorId: mentor.id, goal: "A goal.", message: "A message." };
    const contexts = times(8, () => as(mentee));
    expect(await race(contexts.map((ctx) => requestMentorship(ctx, input)))).toEqual({ ok: 8 });
    const owed = await Promise.all(
      contexts.map((ctx) => postgres.db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId))),
    );
    expect(owed.flat()).toHaveLength(2);
  });

  it("makes one open request between two people from eight different forms", async () => {
    const [mentor, mentee] = [await makeMentor(postgres.db), await makeMentee(postgres.db)];
    const ask = () =>
      requestMentorship(as(mentee), {
        id: newId(),
        mentorId: mentor.id,
        goal: "A goal.",
        message: "A message.",
      });
    expect(await race(times(8, ask))).toEqual({ ok: 1, conflict: 7 });
  });

  it("keeps the taken places equal to the active mentorships while people accept, complete and end", async () => {
    const mentor = await makeMentor(postgres.db, { capacity: 4 });
    const requests = await Promise.all(times(12, () => makeMentorship(postgres.db, { mentorId: mentor.id })));
    await race(
      requests.flatMap(({ id }, i) => {
        const close = i % 2 === 0 ? endMentorship : completeMentorship;
        return [
          acceptRequest(as(mentor), { id }).then(() =>
            race([close(as(mentor), { id }), close(as(mentor), { id })]),
          ),
          acceptRequest(as(mentor), { id }),
        ];
      }),
    );
    const seats = await seatsOf(mentor.id);
    expect(seats.taken).toBe(seats.active);
    await race(requests.map(({ id }) => acceptRequest(as(mentor), { id })));
    const later = await seatsOf(mentor.id);
    expect(later.taken).toBe(later.active);
    expect(later.taken).toBeLessThanOrEqual(4);
  });

  it("offers one free place to one of the line, whoever asks for it at once", async () => {
    const mentor = await makeMentor(postgres.db, { capacity: 1 });
    await Promise.all(
      times(4, (i) =>
        makeMentorship(postgres.db, {
          mentorId: mentor.id,
          state: "waiting",
          queuedAt: new Date(i),
          expiresAt: null,
        }),
      ),
    );
    await race(times(8, () => advanceLine(asSystem(), { mentorId: mentor.id })));
    const states = (
      await postgres.db.select().from(mentorships).where(eq(mentorships.mentorId, mentor.id))
    ).map((row) => row.state);
    expect(states.filter((state) => state === "pending")).toHaveLength(1);
  });

  it("lapses each request once when several crons run at once", async () => {
    const due = await Promise.all(times(10, () => makeMentorship(postgres.db, { expiresAt: new Date(0) })));
    await Promise.all(times(4, () => lapseRequests(asSystem())));
    for (const { id } of due) {
      expect(await stateOf(id)).toBe("lapsed");
      expect(await postgres.db.select().from(auditEvents).where(eq(auditEvents.targetId, id))).toHaveLength(
        1,
      );
    }
  });
});
