import { z } from "zod";
import type { JobContext, MailMessage } from "#domain/context.ts";
import { DomainError } from "#domain/errors.ts";
import type { Settings } from "../env.ts";

const RESEND_URL = "https://api.resend.com";
const TIMEOUT_MS = 10_000;

const sentSchema = z.object({ id: z.string().max(200) });
const refusalSchema = z.object({ name: z.string() });

type MailSettings = Pick<Settings, "MAIL_PROVIDER" | "MAIL_FROM" | "MAILBOX_URL" | "RESEND_API_KEY">;

/**
 * Sends by Resend's HTTP API (https://resend.com/docs/api-reference/emails/send-email); the mailbox of a laptop
 * speaks the same. Resend keeps idempotency keys for 24 hours.
 */
export function makeMail(settings: MailSettings): JobContext["mail"] {
  const base = settings.MAIL_PROVIDER === "resend" ? RESEND_URL : settings.MAILBOX_URL;
  return {
    async send(message) {
      if (!base) throw new DomainError("unavailable", { log: "MAILBOX_URL is not set" });
      const response = await post(`${base}/emails`, settings, message);
      const body: unknown = await response.json().catch(() => null);
      if (response.ok) return { providerId: readId(body) };
      if (wasSentBefore(response.status, body)) return { providerId: `repeat:${message.idempotencyKey}` };
      throw new DomainError("unavailable", { log: `mail provider answered ${response.status}` });
    },
  };
}

async function post(url: string, settings: MailSettings, message: MailMessage): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": message.idempotencyKey,
        ...(settings.RESEND_API_KEY && { authorization: `Bearer ${settings.RESEND_API_KEY}` }),
      },
      body: JSON.stringify({
        from: settings.MAIL_FROM,
        to: [message.to],
        subject: message.subject,
        html: message.html,
        text: message.text,
        ...(message.headers && { headers: message.headers }),
      }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    throw new DomainError("unavailable", { log: "mail provider can't be reached", cause });
  }
}

/** The letter went out whatever the answer's shape; without an id there is only less to look up. */
const readId = (body: unknown): string => sentSchema.safeParse(body).data?.id ?? "unknown";

/** The key is known with another text: the letter went out, and its data changed before this repeat. */
function wasSentBefore(status: number, body: unknown): boolean {
  return status === 409 && refusalSchema.safeParse(body).data?.name === "invalid_idempotent_request";
}
