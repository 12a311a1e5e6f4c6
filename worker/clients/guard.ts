import { DomainError } from "#domain/errors.ts";

/** Failures in a row after which an endpoint is left alone, and for how long. */
const FAILURES = 3;
const LEFT_ALONE_MS = 30_000;

/** What this isolate has seen of each endpoint. Only numbers are kept, so requests may share it. */
const seen = new Map<string, { failures: number; closedUntil: number }>();

export interface Guarded {
  /** Address and model: each is judged by itself. */
  endpoint: string;
  deadlineMs: number;
  now(): Date;
}

/**
 * Calls an endpoint outside with a deadline that also holds for an answer which trickles. After three failures in a row
 * nobody waits for it for half a minute; then one call tries, and the others are refused until it has answered.
 * @throws DomainError `unavailable`, at the deadline at the latest
 */
export async function guarded<T>(
  { endpoint, deadlineMs, now }: Guarded,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const state = seen.get(endpoint) ?? { failures: 0, closedUntil: 0 };
  seen.set(endpoint, state);
  if (state.closedUntil > now().getTime()) throw unavailable(`${endpoint} failed a moment ago`);
  if (state.failures >= FAILURES) state.closedUntil = now().getTime() + deadlineMs;
  try {
    const answer = await within(deadlineMs, call);
    Object.assign(state, { failures: 0, closedUntil: 0 });
    return answer;
  } catch (cause) {
    state.failures += 1;
    if (state.failures >= FAILURES) state.closedUntil = now().getTime() + LEFT_ALONE_MS;
    throw unavailable(`${endpoint}: ${cause instanceof Error ? cause.message : "failed"}`, cause);
  }
}

async function within<T>(deadlineMs: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer in ${deadlineMs} ms`));
      controller.abort();
    }, deadlineMs);
  });
  try {
    return await Promise.race([call(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

const unavailable = (log: string, cause?: unknown) => new DomainError("unavailable", { log, cause });
