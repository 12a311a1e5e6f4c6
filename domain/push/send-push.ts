import type { JobContext, PushOutcome } from "../context.ts";
import { madeAt } from "../ids.ts";
import { beginning, oneLine } from "../mail/words.ts";
import { type InboxEvent, mattersNow } from "../notifications/schema.ts";
import { PassingFailure } from "../outbox/passing-failure.ts";
import { authorize } from "../permissions.ts";
import { selectRecipient, toRecipient } from "../preferences/load-recipient.ts";
import { quietUntil } from "../preferences/quiet-until.ts";
import { topicOf } from "../preferences/schema.ts";
import { applyDevices } from "./apply-devices.ts";
import { isFailing } from "./failures.ts";
import { recordFailure } from "./record-failure.ts";
import { recordSuccess } from "./record-success.ts";
import { removeGone } from "./remove-gone.ts";
import type { PushPayload } from "./schema.ts";
import { type ReachableDevice, selectReachable } from "./select-devices.ts";
import { tagOf } from "./tag-of.ts";

/** What a browser that is switched on later than this need not show any more. */
const TTL_SECONDS = 24 * 60 * 60;
const MAX_TITLE = 150;
const MAX_BODY = 160;
/** Where a push service does not say when to come again. */
const RETRY_AFTER_SECONDS = 30;

/**
 * Shows a notification on the person's browsers. The inbox asks for it, knows by then whether it was read or its person
 * is here, and is told when quiet hours end. Each push service has it once a job; one that is busy makes the job come
 * again, for those that have not had it, unless it had been failing for a while when the job was made: then it had its
 * one try.
 * @throws PassingFailure `unavailable` when a push service wants to be asked later, or does not answer: anybody may bring
 * an address behind which nobody ever does, and no dead letters come of it
 */
export async function sendPush(
  ctx: JobContext,
  { userId, notificationId }: { userId: string; notificationId: number },
): Promise<void> {
  authorize(ctx, "notify:user:any", userId);
  const [[row], devices] = await ctx.db.batch([selectRecipient(ctx, userId), selectReachable(ctx, userId)]);
  if (!row || devices.length === 0) return applyDevices(ctx, { userId });
  const { preferences, timeZone } = toRecipient(row);
  const until = quietUntil(preferences.quiet, timeZone, ctx.now());
  if (until) return ctx.inboxWriter.deferPush(userId, notificationId, until.getTime());
  const event = await ctx.inboxWriter.takePush(userId, notificationId);
  if (!event || !ctx.pusher || !preferences.choices[topicOf(event.kind)].push) return;
  const open = devices.filter(({ sentJobs }) => !sentJobs.includes(ctx.jobId));
  const answers = await Promise.all(open.map((device) => sendTo(ctx, device, event)));
  const later = answers.filter((answer) => answer !== null);
  if (later.length === 0) return;
  throw new PassingFailure("unavailable", {
    log: `push service answered ${later.map(({ status }) => status ?? "nothing").join(", ")}`,
    retryAfterSeconds: Math.max(...later.map((one) => one.retryAfterSeconds ?? RETRY_AFTER_SECONDS)),
  });
}

type Busy = Extract<PushOutcome, { kind: "later" }>;

/** @returns what was answered where the job is to come again for this browser; null where it is over for it */
async function sendTo(ctx: JobContext, device: ReachableDevice, event: InboxEvent): Promise<Busy | null> {
  const { id, endpoint, p256dh, auth } = device;
  const payload = payloadOf(event);
  const outcome = await (ctx.pusher as NonNullable<JobContext["pusher"]>).send({
    to: { endpoint, keys: { p256dh, auth } },
    payload: JSON.stringify(payload),
    topic: payload.tag,
    urgency: mattersNow(event.kind) ? "high" : "normal",
    ttlSeconds: TTL_SECONDS,
  });
  if (outcome.kind === "taken") await recordSuccess(ctx, device);
  if (outcome.kind === "gone") await removeGone(ctx, device);
  // neither the address nor the words: both are personal
  if (outcome.kind === "refused") {
    ctx.log.warn("push service refused", { "labels.device_id": id, "labels.status": outcome.status });
    await recordFailure(ctx, device, true);
  }
  if (outcome.kind !== "later") return null;
  const isOver = isFailing(device, madeAt(ctx.jobId));
  await recordFailure(ctx, device, isOver);
  return isOver ? null : outcome;
}

/** Title, first words and where it leads: all that a lock screen can show, well below the 3,993 bytes that fit. */
function payloadOf({ id, kind, title, preview, href }: InboxEvent): PushPayload {
  return {
    title: beginning(oneLine(title), MAX_TITLE),
    ...(preview && { body: beginning(oneLine(preview), MAX_BODY) }),
    href,
    tag: tagOf({ id, kind, href }),
  };
}
