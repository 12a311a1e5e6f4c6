import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../app-env.ts";

/** Sets what browsers must keep to. A socket's upgrade has immutable headers and passes as it is. */
export const securityHeaders = createMiddleware<AppEnv>(async (c, next) => {
  c.set("nonce", crypto.randomUUID().replaceAll("-", ""));
  await next();
  if (c.res.status === 101) return;
  // One copy whose headers may be changed: those of an answer from an object or a fetch may not.
  const answer = new Response(c.res.body, c.res);
  const defaults = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": contentSecurityPolicy(c.var.nonce),
  };
  for (const [name, value] of Object.entries(defaults)) {
    if (!answer.headers.has(name)) answer.headers.set(name, value);
  }
  for (const [name, value] of Object.entries(fixedHeaders)) answer.headers.set(name, value);
  c.res = undefined;
  c.res = answer;
});

const fixedHeaders = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
};

/** Only our own files, and scripts and styles that carry this answer's nonce. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
