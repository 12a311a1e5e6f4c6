import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import type { ReadContext } from "../context.ts";
import { DomainError, type DomainErrorOptions, type ErrorCode } from "../errors.ts";
import { newId } from "../ids.ts";
import type { recordWrites } from "./recorded-writes.ts";
import { cookiePrefix, isSecure } from "./session-cookie.ts";

export const sessionDays = 30;
export const resetTokenMinutes = 60;

/** What better-auth tells while it works; the verb answers with rows in the same statement. */
interface AuthEvents {
  /** A sign-up met an account of that address, and made none. */
  onTaken?(): void;
  onVerificationOwed?(userId: string): void;
  onResetOwed?(userId: string): void;
  onVerified?(userId: string): void;
  onPasswordReset?(userId: string): void;
}

/**
 * better-auth over rows that were loaded for it; what it would write, the verb commits with audit event and outbox.
 * Passwords: it takes node:crypto's native scrypt (N 16384, r 16) under the `workerd` export condition.
 * One instance a call: it costs 0.2 ms, and a shared one would carry I/O from one request into another.
 */
export function makeAuth(
  ctx: ReadContext,
  { database }: ReturnType<typeof recordWrites>,
  events: AuthEvents = {},
) {
  return betterAuth({
    baseURL: ctx.appUrl,
    secret: ctx.authSecret,
    database,
    advanced: {
      cookiePrefix,
      useSecureCookies: isSecure(ctx.appUrl),
      database: { generateId: newId },
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
    },
    session: { expiresIn: sessionDays * 86_400, disableSessionRefresh: true },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      requireEmailVerification: true,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: resetTokenMinutes * 60,
      onExistingUserSignUp: async () => events.onTaken?.(),
      sendResetPassword: async ({ user }) => events.onResetOwed?.(user.id),
      onPasswordReset: async ({ user }) => events.onPasswordReset?.(user.id),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      autoSignInAfterVerification: true,
      sendVerificationEmail: async ({ user }) => events.onVerificationOwed?.(user.id),
      afterEmailVerification: async (user) => events.onVerified?.(user.id),
    },
    // The cron removes what has expired; better-auth would look for it at every reset.
    verification: { disableCleanup: true },
    // The verbs' limits count in one object a key; better-auth's count in each isolate by itself.
    rateLimit: { enabled: false },
    // It would write e-mail addresses.
    logger: { disabled: true },
    telemetry: { enabled: false },
  });
}

/** What better-auth may know of the request: the address and the browser that the session row keeps. */
export function authHeaders(ctx: ReadContext): Headers {
  const headers = new Headers();
  if (ctx.ip) headers.set("cf-connecting-ip", ctx.ip);
  if (ctx.userAgent) headers.set("user-agent", ctx.userAgent);
  return headers;
}

const deadLink: DomainErrorOptions = { message: "This link does not work any more. Ask for a new one." };

/** Refuses a link that was used, or never was one of ours. */
export const linkIsDead = () => new DomainError("token_expired", deadLink);

const refusals: Record<string, [ErrorCode, DomainErrorOptions?]> = {
  INVALID_EMAIL_OR_PASSWORD: ["wrong_credentials"],
  EMAIL_NOT_VERIFIED: ["email_not_verified"],
  TOKEN_EXPIRED: ["token_expired"],
  INVALID_TOKEN: ["token_expired", deadLink],
  USER_NOT_FOUND: ["token_expired", deadLink],
};

/** better-auth's refusal in the product's words; anything else as it came. */
export function toRefusal(error: unknown): unknown {
  if (!(error instanceof APIError)) return error;
  const [code, options] = refusals[error.body?.code ?? ""] ?? ["internal"];
  return new DomainError(code, { log: `better-auth: ${error.body?.code ?? error.message}`, ...options });
}
