import { connectPostgres } from "#db/connect-postgres.ts";
import { resolveSession } from "#domain/accounts/resolve-session.ts";
import type { Actor, RateAnswer, ReadContext } from "#domain/context.ts";
import { DomainError, type ErrorCode } from "#domain/errors.ts";
import { makeCache } from "./clients/cache.ts";
import { makeEmbeddings } from "./clients/embeddings.ts";
import { makeFiles } from "./clients/files.ts";
import { makeGraph } from "./clients/graph.ts";
import { makeInboxReader } from "./clients/inbox.ts";
import { makeLimits } from "./clients/limits.ts";
import { makeLanguageModel } from "./clients/llm.ts";
import { pushSettings } from "./clients/push.ts";
import { makeRoomReader } from "./clients/rooms.ts";
import { readSettings } from "./env.ts";
import { makeLogger } from "./telemetry/logger.ts";
import { requestIdOf, traceIdOf } from "./telemetry/trace.ts";

/** What the edge keeps about one request or job, beside the context that verbs see. */
export interface RequestScope {
  ctx: ReadContext;
  /** Round trips to Postgres so far. */
  roundTrips(): number;
  /** Answers of the rate limiter, for the `RateLimit-*` headers. */
  rateAnswers: RateAnswer[];
  /** Whether a change appended outbox rows, so that the relay has work. */
  relayOwed: boolean;
  /** Code of the refusal or failure that the answer carries. */
  errorCode: ErrorCode | null;
}

export interface ContextParts {
  actor: Actor;
  requestId: string;
  traceId: string;
  ip: string | null;
  userAgent: string | null;
  waitUntil(work: Promise<unknown>): void;
  /** Defaults to the clock. */
  now?(): Date;
}

/**
 * Builds a context over the Worker's bindings, for a request or a job.
 * Clients live as long as it does: Workers refuse I/O across requests.
 * @throws InvalidSettingsError
 */
export function assembleContext(env: Env, parts: ContextParts): RequestScope {
  const settings = readSettings(env);
  const now = parts.now ?? (() => new Date());
  let roundTrips = 0;
  const { db, transaction } = connectPostgres({
    url: settings.DATABASE_URL,
    onRoundTrip: () => {
      roundTrips += 1;
    },
  });
  const log = makeLogger({ "http.request.id": parts.requestId, "trace.id": parts.traceId });
  const rateAnswers: RateAnswer[] = [];
  const scope: RequestScope = {
    roundTrips: () => roundTrips,
    rateAnswers,
    relayOwed: false,
    errorCode: null,
    ctx: {
      graph: makeGraph(env),
      cache: makeCache(now, parts.waitUntil),
      ...makeEmbeddings(env, settings, now),
      roomReader: makeRoomReader(env.CHAT_ROOM),
      files: makeFiles(env.ATTACHMENT_BUCKET),
      ...makeLimits(env.RATE_LIMITER, (answer) => rateAnswers.push(answer)),
      inbox: makeInboxReader(env.USER_INBOX),
      actor: parts.actor,
      db,
      transaction,
      llm: makeLanguageModel(settings, now),
      log,
      now,
      requestId: parts.requestId,
      ip: parts.ip,
      userAgent: parts.userAgent,
      appUrl: settings.APP_URL.replace(/\/$/, ""),
      authSecret: settings.AUTH_SECRET,
      push: pushSettings(settings),
      waitUntil: parts.waitUntil,
      outboxAppended: () => {
        scope.relayOwed = true;
      },
    },
  };
  return scope;
}

/** A request's context before anybody is known to be signed in; `resolveActor` below completes it. */
export function makeRequestContext(
  env: Env,
  request: Request,
  executionCtx: Pick<ExecutionContext, "waitUntil">,
): RequestScope {
  return assembleContext(env, {
    actor: { kind: "anonymous" },
    requestId: requestIdOf(request.headers),
    traceId: traceIdOf(request.headers),
    ip: request.headers.get("cf-connecting-ip"),
    userAgent: request.headers.get("user-agent")?.slice(0, 300) ?? null,
    waitUntil: (work) => executionCtx.waitUntil(work),
  });
}

export type Credentials = { kind: "bearer" | "cookie"; token: string } | null;

/**
 * Makes the bearer of the credentials the actor, by one query.
 * When Postgres doesn't answer, the failure waits in `ctx.actor`: what asks who acts fails with it, so that a
 * page can say so in its own frame, and what doesn't ask still answers.
 * @throws DomainError `not_signed_in` for a bearer token that is unknown or has expired
 */
export async function resolveActor(ctx: ReadContext, credentials: Credentials): Promise<void> {
  if (!credentials) return;
  try {
    ctx.actor = await resolveSession(ctx, credentials.token);
  } catch (error) {
    Object.defineProperty(ctx, "actor", {
      get() {
        throw error;
      },
    });
    return;
  }
  if (credentials.kind === "bearer" && ctx.actor.kind === "anonymous") {
    throw new DomainError("not_signed_in", { log: "bearer token unknown or expired" });
  }
}
