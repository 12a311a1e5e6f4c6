import { Hono } from "hono";
import { DomainError } from "#domain/errors.ts";
import type { AppEnv } from "../app-env.ts";
import { readSettings } from "../env.ts";

/** `GET /dev/mailbox`: the way to the laptop's mailbox. In production there is no such page. */
export const mailbox = new Hono<AppEnv>().get("/", (c) => {
  const { ENVIRONMENT, MAILBOX_URL } = readSettings(c.env);
  if (ENVIRONMENT === "production" || !MAILBOX_URL) throw new DomainError("not_found");
  return c.redirect(MAILBOX_URL);
});
