import { env } from "cloudflare:workers";
import type { JobContext, MailMessage, ReadContext } from "#domain/context.ts";
import { newId } from "#domain/ids.ts";
import type { NewNotification } from "#domain/notifications/schema.ts";
import type { Job } from "#domain/outbox/jobs.ts";
import type { Preferences } from "#domain/preferences/schema.ts";
import type { RoomMember } from "#domain/rooms/schema.ts";
import { assembleContext } from "#worker/context.ts";

/*
 * How to test a verb (inside workerd, beside its file):
 *
 *   it("tells the slower of two mentors", async () => {
 *     const ctx = testContext();
 *     const mentor = await makeMentor(ctx.db, { capacity: 1 });
 *     const mine = testContext({ actor: actorOf(mentor) });
 *     await expect(acceptRequest(mine, { id: newId() })).rejects.toMatchObject({ code: "not_found" });
 *     await mine.settled();                       // what was given to waitUntil, such as the denial's row
 *     expect(mine.roundTrips()).toBeLessThanOrEqual(3);
 *   });
 *
 * `actorOf` is in testing/actor.ts.
 * The database is real (PGlite behind Neon's driver), migrated, holds the skill taxonomy and nobody, and is shared
 * by all tests of a run: make your own people with testing/factories.ts and never count or empty a whole table.
 * Clients of the context are the Worker's own; replace one by name (`testContext({ graph: { run } })`).
 * A job's effects are recorded, not made: `testJobContext().effects.mails`.
 * Run one file: npx vitest run --project workerd domain/…/x.test.ts
 * An error on the console and a call to a stranger's host fail the test (testing/strict.ts); `ctx.log` writes to
 * `ctx.logs` and not to the console. Races belong in `x.native.test.ts` (testing/native-postgres.ts).
 */

export interface LoggedLine {
  level: "info" | "warn" | "error";
  message: string;
  fields: Record<string, unknown>;
  error?: unknown;
}

export interface TestTools {
  logs: LoggedLine[];
  /** Resolves when all work given to `waitUntil` has ended. */
  settled(): Promise<void>;
  /** Round trips to Postgres so far. */
  roundTrips(): number;
  /** Whether `outboxAppended` was called. */
  relayOwed(): boolean;
}

export type TestContext = ReadContext & TestTools;

/** A context as a request gets it; the actor is anonymous unless given. */
export function testContext(overrides: Partial<ReadContext> = {}): TestContext {
  const logs: LoggedLine[] = [];
  const work: Promise<unknown>[] = [];
  const scope = assembleContext(env, {
    actor: overrides.actor ?? { kind: "anonymous" },
    requestId: newId(),
    traceId: crypto.randomUUID().replaceAll("-", ""),
    ip: "192.0.2.1",
    userAgent: "tests",
    waitUntil: (promise) => void work.push(promise),
  });
  const assembled = scope.ctx.embeddingsOf;
  const log: ReadContext["log"] = {
    info: (message, fields = {}) => void logs.push({ level: "info", message, fields }),
    warn: (message, fields = {}) => void logs.push({ level: "warn", message, fields }),
    error: (message, error, fields = {}) => void logs.push({ level: "error", message, error, fields }),
  };
  const tools: TestTools = {
    logs,
    roundTrips: scope.roundTrips,
    relayOwed: () => scope.relayOwed,
    async settled() {
      while (work.length > 0) await Promise.all(work.splice(0));
    },
  };
  const { embeddings } = overrides;
  const embeddingsOf: ReadContext["embeddingsOf"] = (model) =>
    embeddings?.model === model ? embeddings : assembled(model);
  return Object.assign(scope.ctx, { log, embeddingsOf }, overrides, tools);
}

export interface Effects {
  mails: MailMessage[];
  delivered: { userId: string; notification: NewNotification }[];
  preferences: { userId: string; preferences: Preferences }[];
  /** Rooms whose letter about unread messages is settled, or waits until then. */
  unreadMailed: { userId: string; roomId: string; untilMs?: number }[];
  /** Whether a person's inbox was told that a device hears of what comes. */
  pushed: { userId: string; isPushed: boolean }[];
  /** Pushes that wait until then. */
  pushesDeferred: { userId: string; notificationId: number; untilMs: number }[];
  opened: { roomId: string; members: RoomMember[] }[];
  closed: string[];
  /** Rooms that were told to look anew at how they stand. */
  lookedAt: { roomId: string; ifHere?: string }[];
  removed: { roomId: string; messageId: string; userId: string }[];
  /** People whose streams were ended. */
  streamsEnded: string[];
  lookedAtMember: { roomId: string; userId: string }[];
  archived: { roomId: string; fromSeq: number; toSeq: number }[];
  /** Keys of files that were removed. */
  filesRemoved: string[];
  queued: { id: string; job: Job; requestId: string }[];
}

/** A context as a job gets it. Mail, inboxes, rooms and queues only record, unless an override does more. */
export function testJobContext(
  overrides: Partial<JobContext> = {},
): JobContext & TestTools & { effects: Effects } {
  const effects: Effects = {
    mails: [],
    delivered: [],
    preferences: [],
    unreadMailed: [],
    pushed: [],
    pushesDeferred: [],
    opened: [],
    closed: [],
    lookedAt: [],
    removed: [],
    streamsEnded: [],
    lookedAtMember: [],
    archived: [],
    filesRemoved: [],
    queued: [],
  };
  const ctx = testContext({ actor: { kind: "system", job: "test" }, ...overrides });
  const recorders: Omit<JobContext, keyof ReadContext> = {
    jobId: newId(),
    pusher: null,
    mail: {
      async send(message) {
        effects.mails.push(message);
        return { providerId: newId() };
      },
    },
    inboxWriter: {
      async deliver(userId, notification) {
        effects.delivered.push({ userId, notification });
      },
      async setPreferences(userId, preferences) {
        effects.preferences.push({ userId, preferences });
      },
      takeDigest: async () => [],
      async unreadMailed(userId, roomId) {
        effects.unreadMailed.push({ userId, roomId });
      },
      async endStreams(userId) {
        effects.streamsEnded.push(userId);
      },
      async deferUnreadMail(userId, roomId, untilMs) {
        effects.unreadMailed.push({ userId, roomId, untilMs });
      },
      async setPushed(userId, isPushed) {
        effects.pushed.push({ userId, isPushed });
      },
      takePush: async () => null,
      async deferPush(userId, notificationId, untilMs) {
        effects.pushesDeferred.push({ userId, notificationId, untilMs });
      },
    },
    rooms: {
      async open(roomId, members) {
        effects.opened.push({ roomId, members });
      },
      async close(roomId) {
        effects.closed.push(roomId);
      },
      async look(roomId, ifHere) {
        effects.lookedAt.push({ roomId, ...(ifHere && { ifHere }) });
      },
      async removeMessage(roomId, messageId, userId) {
        effects.removed.push({ roomId, messageId, userId });
      },
      async lookAt(roomId, userId) {
        effects.lookedAtMember.push({ roomId, userId });
      },
      changes: async () => [],
      async archived(roomId, fromSeq, toSeq) {
        effects.archived.push({ roomId, fromSeq, toSeq });
      },
    },
    async removeFiles(keys) {
      effects.filesRemoved.push(...keys);
    },
    queues: {
      async send(jobs) {
        effects.queued.push(...jobs);
      },
    },
  };
  return Object.assign(ctx, recorders, overrides, { effects });
}
