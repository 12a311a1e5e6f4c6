import type { JobContext } from "#domain/context.ts";
import { makeFileRemover } from "../clients/files.ts";
import { makeInboxWriter } from "../clients/inbox.ts";
import { makeMail } from "../clients/mail.ts";
import { makePusher } from "../clients/push.ts";
import { makeQueues } from "../clients/queues.ts";
import { makeRooms } from "../clients/rooms.ts";
import { assembleContext, type RequestScope } from "../context.ts";
import { readSettings } from "../env.ts";

export interface JobScope {
  ctx: JobContext;
  scope: RequestScope;
}

interface JobParts {
  /** Who acts, for the audit trail: the job's kind, or the cron's name. */
  job: string;
  /** The outbox row's id. */
  jobId: string;
  /** Of the request that owes the job, so that one search of the logs finds both. */
  requestId: string;
  waitUntil: ExecutionContext["waitUntil"];
}

/**
 * A request's context, and what acts on the world.
 * @throws InvalidSettingsError
 */
export function makeJobContext(env: Env, { job, jobId, requestId, waitUntil }: JobParts): JobScope {
  const scope = assembleContext(env, {
    actor: { kind: "system", job },
    requestId,
    traceId: crypto.randomUUID().replaceAll("-", ""),
    ip: null,
    userAgent: null,
    waitUntil,
  });
  const settings = readSettings(env);
  const ctx: JobContext = Object.assign(scope.ctx, {
    jobId,
    mail: makeMail(settings),
    pusher: makePusher(settings),
    inboxWriter: makeInboxWriter(env.USER_INBOX),
    rooms: makeRooms(env.CHAT_ROOM),
    removeFiles: makeFileRemover(env.ATTACHMENT_BUCKET),
    queues: makeQueues(env),
  });
  return { ctx, scope };
}
