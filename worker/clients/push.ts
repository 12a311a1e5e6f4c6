import { buildPushPayload } from "@block65/webcrypto-web-push";
import type { JobContext, PushMessage, PushOutcome, ReadContext } from "#domain/context.ts";
import { isPushService } from "#domain/push/push-service.ts";
import type { Settings } from "../env.ts";

const TIMEOUT_MS = 10_000;

type PushSettings = Pick<Settings, "VAPID_PUBLIC_KEY" | "VAPID_PRIVATE_KEY" | "PUSH_SERVICES" | "MAIL_FROM">;

/** What subscribing takes; null without VAPID keys. */
export function pushSettings({ VAPID_PUBLIC_KEY, PUSH_SERVICES }: PushSettings): ReadContext["push"] {
  if (!VAPID_PUBLIC_KEY) return null;
  const services = PUSH_SERVICES.split(",").map((host) => host.trim());
  return { publicKey: VAPID_PUBLIC_KEY, services: services.filter((host) => host !== "") };
}

/**
 * Sends by web push (RFC 8030): sealed for the browser (RFC 8291, aes128gcm), signed as ours (RFC 8292). It calls the hosts
 * of `PUSH_SERVICES` and follows no redirect, since addresses come from browsers.
 */
export function makePusher(settings: PushSettings): JobContext["pusher"] {
  const push = pushSettings(settings);
  if (!push) return null;
  const vapid = {
    subject: contactOf(settings.MAIL_FROM),
    publicKey: push.publicKey,
    privateKey: settings.VAPID_PRIVATE_KEY,
  };
  return {
    async send(message) {
      if (!isPushService(message.to.endpoint, push.services)) return { kind: "refused", status: null };
      const request = await seal(message, vapid).catch(() => null);
      // a key that browsers don't make: no later try would do better
      if (!request) return { kind: "refused", status: null };
      return post(message.to.endpoint, request);
    },
  };
}

type Vapid = Parameters<typeof buildPushPayload>[2];
type SealedRequest = Awaited<ReturnType<typeof buildPushPayload>>;

function seal(
  { to, payload, topic, urgency, ttlSeconds }: PushMessage,
  vapid: Vapid,
): Promise<SealedRequest> {
  const options = { topic, urgency, ttl: ttlSeconds };
  return buildPushPayload({ data: payload, options }, { ...to, expirationTime: null }, vapid);
}

async function post(endpoint: string, { headers, body }: SealedRequest): Promise<PushOutcome> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await fetch(endpoint, { method: "POST", headers, body, redirect: "manual", signal });
    await answer.body?.cancel();
    return outcomeOf(answer);
  } catch {
    return { kind: "later", status: null, retryAfterSeconds: null };
  }
}

/**
 * 404 and 410 say that the subscription has ended (RFC 8030, section 7.3); 429 and 5xx pass by themselves (section 8.4).
 * Whatever else would be answered to the same request again: 400 and 413 are about what we sent (section 7.2), 401 and 403
 * about who we are, to everybody or to this subscription alone, which was made for another key (RFC 8292, section 4.2).
 */
function outcomeOf({ status, ok, headers }: Response): PushOutcome {
  if (ok) return { kind: "taken" };
  if (status === 404 || status === 410) return { kind: "gone" };
  if (status === 429 || status >= 500) {
    return { kind: "later", status, retryAfterSeconds: retryAfterSeconds(headers.get("retry-after")) };
  }
  return { kind: "refused", status };
}

/** Seconds, or a date (RFC 9110, section 10.2.3). */
function retryAfterSeconds(value: string | null): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value);
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : Math.max(0, Math.ceil((atMs - Date.now()) / 1_000));
}

/** Whom a push service may write to about what we send: the address of `MAIL_FROM`. */
const contactOf = (from: string): string => `mailto:${/<([^<>]+)>/.exec(from)?.[1] ?? from.trim()}`;
