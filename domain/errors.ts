/**
 * Every way in which the product refuses or fails. Codes never change: clients and logs rely on them.
 * The one table from code to HTTP status and to the words for the person; Hono, Remix and the sockets read it.
 */
export const errorTable = {
  invalid_input: { status: 400, title: "Something in the form needs another look." },
  malformed_json: { status: 400, title: "The request is not valid JSON." },
  wrong_origin: { status: 403, title: "This request came from another site." },
  not_signed_in: { status: 401, title: "Sign in to go on." },
  wrong_credentials: { status: 401, title: "E-mail or password is not right." },
  email_not_verified: { status: 403, title: "Confirm your e-mail address first. We sent you a link." },
  not_allowed: { status: 403, title: "Your account may not do this." },
  // says no word of a block, nor whose it is: whoever is blocked is not told
  not_writable: { status: 403, title: "You can't write to each other now." },
  not_found: { status: 404, title: "There is nothing here." },
  method_not_allowed: { status: 405, title: "That can't be done here." },
  conflict: { status: 409, title: "Somebody was faster. Have a look at how it stands now." },
  no_capacity: { status: 409, title: "There is no free place any more." },
  email_taken: { status: 409, title: "There is an account with this e-mail already." },
  token_expired: { status: 410, title: "This link has expired. Ask for a new one." },
  too_large: { status: 413, title: "That is too much at once." },
  unsupported_media_type: { status: 415, title: "Send this as JSON." },
  slow_mode: { status: 429, title: "This conversation is in slow mode. Wait a little." },
  rate_limited: { status: 429, title: "Too many tries. Wait a little." },
  internal: { status: 500, title: "Something broke on our side. Nothing of yours was lost." },
  unavailable: { status: 503, title: "We can't reach our data right now. Try again in a moment." },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorTable;

export interface DomainErrorOptions {
  /** For the log. Never shown to a person. */
  log?: string;
  /** For the person, where the table's words are too general. */
  message?: string;
  /** Messages by field, for forms. */
  fields?: Record<string, string>;
  /** Seconds until another try makes sense. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** A refusal or failure with a stable code. `message` is for the log, `publicMessage` for the person. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly publicMessage: string;
  readonly fields: Record<string, string> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    { log, message, fields, retryAfterSeconds, cause }: DomainErrorOptions = {},
  ) {
    super(log ?? message ?? errorTable[code].title, { cause });
    this.publicMessage = message ?? errorTable[code].title;
    this.fields = fields;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status(): (typeof errorTable)[ErrorCode]["status"] {
    return errorTable[this.code].status;
  }
}

/** RFC 9457 problem details for any thrown value; what is not a DomainError becomes `internal`, without its words. */
export function toProblem(error: unknown, requestId: string) {
  const known = toDomainError(error);
  return {
    type: `/api/docs#${known.code}`,
    title: errorTable[known.code].title,
    status: known.status,
    code: known.code,
    detail: known.publicMessage,
    requestId,
    ...(known.fields && { fields: known.fields }),
  };
}

/**
 * Any thrown value as a DomainError; a database that can't be reached is `unavailable`, text that it can't keep
 * `invalid_input`, all else `internal`.
 */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const code = codeOf(error);
  return new DomainError(code, {
    log: error instanceof Error ? error.message : String(error),
    ...(code === "unavailable" && { retryAfterSeconds: 5 }),
    cause: error,
  });
}

/**
 * SQLSTATE classes 08 (connection), 57P (shutdown) and 40 (given up for another's sake, again and again), 55P03 (backend
 * busy), or no answer from the endpoint: `unavailable`. 22021 and 22P05: text with NUL or half a surrogate pair, which only a caller makes.
 */
function codeOf(error: unknown): "unavailable" | "invalid_input" | "internal" {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    const sqlState = "code" in e && typeof e.code === "string" ? e.code : "";
    if (/^(08|40|57P|55P03)/.test(sqlState)) return "unavailable";
    if (/^(22021|22P05)/.test(sqlState)) return "invalid_input";
    if (
      /error connecting to database|network connection lost|connection terminated|websocket/i.test(e.message)
    )
      return "unavailable";
  }
  return "internal";
}
