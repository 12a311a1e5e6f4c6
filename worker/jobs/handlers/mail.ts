import { sendDigest } from "#domain/mail/send-digest.ts";
import { sendPlaceFree } from "#domain/mail/send-place-free.ts";
import { sendRequestAccepted } from "#domain/mail/send-request-accepted.ts";
import { sendRequestReceived } from "#domain/mail/send-request-received.ts";
import { sendResetPassword } from "#domain/mail/send-reset-password.ts";
import { sendUnreadMessages } from "#domain/mail/send-unread-messages.ts";
import { sendVerifyEmail } from "#domain/mail/send-verify-email.ts";
import type { JobKind } from "#domain/outbox/jobs.ts";
import type { Handlers } from "../handle-job.ts";

export const mailJobs: Handlers<Extract<JobKind, `mail.${string}`>> = {
  "mail.verify-email": sendVerifyEmail,
  "mail.reset-password": sendResetPassword,
  "mail.request-received": sendRequestReceived,
  "mail.request-accepted": sendRequestAccepted,
  "mail.place-free": sendPlaceFree,
  "mail.unread-messages": sendUnreadMessages,
  "mail.digest": sendDigest,
};
