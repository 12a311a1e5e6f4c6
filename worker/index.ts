// @ts-expect-error the build exists after `npm run build` and has no types of its own
import * as build from "../build/server/index.js";
import { makeApp } from "./app.ts";
import { consumeQueue } from "./jobs/consume-queue.ts";
import { runCron } from "./jobs/cron.ts";
import { makePageRenderer } from "./pages.ts";

export { ChatRoom } from "#party/chat-room.ts";
export { GraphGateway } from "#party/graph-gateway.ts";
export { RateLimiter } from "#party/rate-limiter.ts";
export { UserInbox } from "#party/user-inbox.ts";

const app = makeApp({ renderPage: makePageRenderer(build) });

export default {
  fetch: app.fetch,
  queue: consumeQueue,
  scheduled: (_controller, env, execution) => runCron(env, execution),
} satisfies ExportedHandler<Env>;
