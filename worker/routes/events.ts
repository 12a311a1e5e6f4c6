import { Hono } from "hono";
import { DomainError } from "#domain/errors.ts";
import { authorizeUser } from "#domain/permissions.ts";
import type { AppEnv } from "../app-env.ts";
import { makeEventStream } from "../event-stream.ts";

/**
 * `GET /events`: the person's inbox as server-sent events. The stateless Worker holds the stream and subscribes
 * to the inbox object by WebSocket, so that the object can hibernate. `?after=` is the id of the page's state;
 * on a reconnect the browser's `Last-Event-ID` wins.
 */
export const events = new Hono<AppEnv>().get("/", async (c) => {
  const userId = authorizeUser(c.var.ctx, "read:notification:own");
  assertOwnPage(c.req.header("origin"), c.req.header("sec-fetch-site"), [c.req.url, c.var.ctx.appUrl]);
  const after = c.req.header("last-event-id") ?? c.req.query("after");
  if (after !== undefined && !/^\d{1,15}$/.test(after))
    throw new DomainError("invalid_input", { log: "after" });
  const subscription = new URL("https://inbox/subscribe");
  if (after !== undefined) subscription.searchParams.set("after", after);
  const answer = await c.env.USER_INBOX.getByName(userId).fetch(subscription, {
    headers: { Upgrade: "websocket" },
  });
  const socket = answer.webSocket;
  if (!socket) throw new DomainError("unavailable", { log: `inbox answered ${answer.status}` });
  return new Response(makeEventStream(socket), {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "private, no-store",
      "X-Accel-Buffering": "no",
    },
  });
});

/** An EventSource of the own page sends no `Origin`, but every browser says where the page came from. */
function assertOwnPage(origin: string | undefined, site: string | undefined, own: string[]): void {
  const originFits = origin === undefined || own.some((url) => new URL(url).origin === origin);
  const siteFits = site === undefined || site === "same-origin" || site === "none";
  if (!originFits || !siteFits) {
    throw new DomainError("wrong_origin", { log: `origin ${origin ?? "missing"}, site ${site ?? "-"}` });
  }
}
