import { createRequestHandler } from "@remix-run/cloudflare";
import { Hono } from "hono";
// @ts-expect-error the Remix build has no types
import * as build from "../build/server/index.js";

export { ChatRoom } from "#party/chat-room.ts";
export { GraphGateway } from "#party/graph-gateway.ts";
export { RateLimiter } from "#party/rate-limiter.ts";
export { UserInbox } from "#party/user-inbox.ts";

const app = new Hono<{ Bindings: Env }>();
const renderPage = createRequestHandler(build);
app.all("*", (c) => renderPage(c.req.raw, {} as never));

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
