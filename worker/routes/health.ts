import { Hono } from "hono";
import { checkHealth } from "#domain/health/check-health.ts";
import type { AppEnv } from "../app-env.ts";

/** State of each dependency; 503 only when nothing can be answered without what is down. */
export const health = new Hono<AppEnv>().get("/", async (c) => {
  const state = await checkHealth(c.var.ctx);
  return c.json(state, state.status === "down" ? 503 : 200, { "Cache-Control": "no-store" });
});
