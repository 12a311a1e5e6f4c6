import { and, desc, eq, gt } from "drizzle-orm";
import { pushSubscriptions, sessions } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { isFailing } from "./failures.ts";
import type { Device } from "./schema.ts";

/** A person's browsers, the newest first. One statement, which a batch may hold. */
export const selectDevices = ({ db, now }: Pick<ReadContext, "db" | "now">, userId: string) =>
  db
    .select({
      id: pushSubscriptions.id,
      label: pushSubscriptions.label,
      createdAt: pushSubscriptions.createdAt,
      failures: pushSubscriptions.failures,
      failedAt: pushSubscriptions.failedAt,
      sessionId: sessions.id,
    })
    .from(pushSubscriptions)
    .leftJoin(sessions, and(eq(sessions.id, pushSubscriptions.sessionId), gt(sessions.expiresAt, now())))
    .where(eq(pushSubscriptions.userId, userId))
    .orderBy(desc(pushSubscriptions.createdAt), desc(pushSubscriptions.id));

type DeviceRow = Awaited<ReturnType<typeof selectDevices>>[number];

export const toDevice = (
  { id, label, sessionId, createdAt, ...failures }: DeviceRow,
  { sessionId: ofSession, now }: { sessionId: string; now: Date },
): Device => ({
  id,
  label,
  isThis: sessionId === ofSession,
  signedOut: sessionId === null,
  failing: isFailing(failures, now),
  createdAt: createdAt.toISOString(),
});

/** The browsers to which something may be sent: somebody is signed in there. One statement, which a batch may hold. */
export const selectReachable = ({ db, now }: Pick<ReadContext, "db" | "now">, userId: string) =>
  db
    .select({
      id: pushSubscriptions.id,
      endpoint: pushSubscriptions.endpoint,
      p256dh: pushSubscriptions.p256dh,
      auth: pushSubscriptions.auth,
      userId: pushSubscriptions.userId,
      lastSuccessAt: pushSubscriptions.lastSuccessAt,
      sentJobs: pushSubscriptions.sentJobs,
      failures: pushSubscriptions.failures,
      failedAt: pushSubscriptions.failedAt,
    })
    .from(pushSubscriptions)
    .innerJoin(sessions, and(eq(sessions.id, pushSubscriptions.sessionId), gt(sessions.expiresAt, now())))
    .where(eq(pushSubscriptions.userId, userId));
export type ReachableDevice = Awaited<ReturnType<typeof selectReachable>>[number];
