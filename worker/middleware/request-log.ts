import { createMiddleware } from "hono/factory";
import type { RateAnswer } from "#domain/context.ts";
import type { AppEnv } from "../app-env.ts";
import type { RequestScope } from "../context.ts";

/** One log line a request, and the headers that let a client and the line find each other. */
export const requestLog = createMiddleware<AppEnv>(async (c, next) => {
  const startedAt = performance.now();
  await next();
  const { scope } = c.var;
  const durationMs = performance.now() - startedAt;
  if (c.res.status !== 101) {
    const { headers } = c.res;
    headers.set("X-Request-Id", scope.ctx.requestId);
    headers.set(
      "Server-Timing",
      `db;desc="${scope.roundTrips()} round trips", total;dur=${durationMs.toFixed(1)}`,
    );
    for (const [name, value] of rateHeaders(scope.rateAnswers)) headers.set(name, value);
  }
  scope.ctx.log.info("request", {
    "event.kind": "event",
    // The query is left out: it holds what people search for, and one-time tokens.
    "url.path": c.req.path,
    "http.request.method": c.req.method,
    "http.response.status_code": c.res.status,
    // ECS: nanoseconds.
    "event.duration": Math.round(durationMs * 1e6),
    "labels.db_round_trips": scope.roundTrips(),
    ...(actorId(scope) !== null && { "user.id": actorId(scope) }),
    ...(scope.errorCode && { "error.code": scope.errorCode }),
  });
});

function actorId({ ctx }: RequestScope): string | null {
  try {
    return ctx.actor.kind === "user" ? ctx.actor.id : null;
  } catch {
    return null;
  }
}

/** Of several limits the tightest speaks (draft-ietf-httpapi-ratelimit-headers; times in whole seconds). */
function rateHeaders(answers: readonly RateAnswer[]): [string, string][] {
  const [tightest] = answers.toSorted((a, b) => a.remaining - b.remaining || b.retryAfterMs - a.retryAfterMs);
  if (!tightest) return [];
  return [
    ["RateLimit-Limit", String(tightest.limit)],
    ["RateLimit-Remaining", String(tightest.remaining)],
    ["RateLimit-Reset", String(Math.ceil(tightest.resetMs / 1000))],
  ];
}
