import { type DomainError, toDomainError, toProblem } from "#domain/errors.ts";

/** RFC 9457 problem details. What was thrown stays in the log; a stack never leaves the server. */
export function problemResponse(error: unknown, requestId: string): Response {
  const known = toDomainError(error);
  return new Response(JSON.stringify(toProblem(known, requestId)), {
    status: known.status,
    headers: { "Content-Type": "application/problem+json", ...errorHeaders(known) },
  });
}

/** The same refusal as a bare page, for browsers that were stopped before any page could be made. */
export function problemPage(error: unknown, requestId: string): Response {
  const known = toDomainError(error);
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>ATAS</title></head><body><main><h1>${escapeHtml(known.publicMessage)}</h1><p><a href="/">To the first page</a></p><p>Reference: ${escapeHtml(requestId)}</p></main></body></html>`;
  return new Response(page, {
    status: known.status,
    headers: { "Content-Type": "text/html; charset=utf-8", ...errorHeaders(known) },
  });
}

/** Headers that belong to a refusal on every surface. */
export function errorHeaders(error: DomainError): Record<string, string> {
  return {
    "Cache-Control": "no-store",
    ...(error.retryAfterSeconds !== undefined && { "Retry-After": String(error.retryAfterSeconds) }),
    ...(error.code === "not_signed_in" && { "WWW-Authenticate": "Bearer" }),
  };
}

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
