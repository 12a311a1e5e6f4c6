import { newId } from "#domain/ids.ts";

const saneRequestId = /^[\w.:-]{8,100}$/;
/** W3C Trace Context, section 3.2: version, trace id, parent id, flags. */
const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const noTrace = "0".repeat(32);

/** The caller's `x-request-id` when it is harmless to write into logs and headers, else a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get("x-request-id");
  return given && saneRequestId.test(given) ? given : newId();
}

/** The trace that the caller's `traceparent` names, else a new one (32 hex digits). */
export function traceIdOf(headers: Headers): string {
  const given = traceparent.exec(headers.get("traceparent") ?? "")?.[1];
  return given && given !== noTrace ? given : crypto.randomUUID().replaceAll("-", "");
}
