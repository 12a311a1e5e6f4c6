import type { AppLoadContext } from "@remix-run/cloudflare";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { DomainError, toDomainError } from "#domain/errors.ts";
import type { AppEnv } from "./app-env.ts";
import { makeRequestContext, resolveActor } from "./context.ts";
import { readCredentials } from "./credentials.ts";
import { InvalidSettingsError } from "./env.ts";
import { relayOwed } from "./jobs/relay-owed.ts";
import { requestLog } from "./middleware/request-log.ts";
import { sameOrigin } from "./middleware/same-origin.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { problemPage, problemResponse } from "./problem.ts";
import { api } from "./routes/api/index.ts";
import { attachments, uploads } from "./routes/attachments.ts";
import { events } from "./routes/events.ts";
import { health } from "./routes/health.ts";
import { mailbox } from "./routes/mailbox.ts";
import { rooms } from "./routes/rooms.ts";
import { makeLogger } from "./telemetry/logger.ts";

/** The longest profile is a tenth of it. */
const maxBodyBytes = 512 * 1024;

interface AppParts {
  /** The Remix handler. */
  renderPage(request: Request, loadContext: AppLoadContext): Promise<Response>;
}

/** The Worker's front: what every request passes, then the routes, then the pages. */
export function makeApp({ renderPage }: AppParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.onError(answerError);
  // Before everything: what the Worker costs by itself (npm run bench:smoke).
  app.get("/ping", (c) => c.json({ ok: true }));
  app.use(withScope, requestLog, securityHeaders, sameOrigin);
  // a file has a limit of its own
  app.put("/rooms/*", withActor).route("/rooms", uploads);
  app.use(limitBody);
  app.route("/health", health);
  app.use(withActor);
  app.route("/events", events);
  app.route("/rooms", rooms);
  app.route("/rooms", attachments);
  app.route("/dev/mailbox", mailbox);
  app.route("/api", api);
  app.all("/api/*", () => {
    throw new DomainError("not_found");
  });
  app.all("*", (c) =>
    renderPage(c.req.raw, { ctx: c.var.ctx, nonce: c.var.nonce, onFailure: (e) => noteFailure(c, e) }),
  );
  return app;
}

const withScope = createMiddleware<AppEnv>(async (c, next) => {
  const scope = makeRequestContext(c.env, c.req.raw, c.executionCtx);
  c.set("scope", scope);
  c.set("ctx", scope.ctx);
  await next();
  if (!scope.relayOwed) return;
  const waitUntil = c.executionCtx.waitUntil.bind(c.executionCtx);
  waitUntil(relayOwed(c.env, { requestId: scope.ctx.requestId, waitUntil }));
});

const withActor = createMiddleware<AppEnv>(async (c, next) => {
  await resolveActor(c.var.ctx, await readCredentials(c));
  await next();
});

const limitBody = bodyLimit({
  maxSize: maxBodyBytes,
  onError: () => {
    throw new DomainError("too_large", { log: `body over ${maxBodyBytes} bytes` });
  },
});

function answerError(error: Error, c: Context<AppEnv>): Response {
  if (error instanceof InvalidSettingsError) return answerUnset(error);
  const known = noteFailure(c, error);
  const { requestId } = c.var.ctx;
  const wantsPage = c.req.header("accept")?.includes("text/html") && !c.req.path.startsWith("/api/");
  return wantsPage ? problemPage(known, requestId) : problemResponse(known, requestId);
}

/** Names settings, never values: whoever sets the product up reads it where they look first. */
function answerUnset(error: InvalidSettingsError): Response {
  makeLogger({}).error("settings are not valid", error);
  return new Response(`ATAS is not set up yet. ${error.message}\n`, {
    status: 503,
    headers: { "Cache-Control": "no-store" },
  });
}

/** Keeps the code for the request's line; what is our fault gets a line of its own, with its causes. */
function noteFailure(c: Context<AppEnv>, error: unknown): DomainError {
  const known = toDomainError(error);
  c.var.scope.errorCode = known.code;
  if (known.status >= 500) c.var.ctx.log.error("request failed", error, { "error.code": known.code });
  return known;
}
