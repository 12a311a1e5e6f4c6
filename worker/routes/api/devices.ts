import { Hono } from "hono";
import { z } from "zod";
import { readdressDevice } from "#domain/push/readdress-device.ts";
import { renewDevice } from "#domain/push/renew-device.ts";
import { deviceInputSchema, readdressInputSchema, renewInputSchema } from "#domain/push/schema.ts";
import { subscribeDevice } from "#domain/push/subscribe-device.ts";
import { unsubscribeDevice } from "#domain/push/unsubscribe-device.ts";
import type { AppEnv } from "../../app-env.ts";
import { idParam, input, operation } from "./operation.ts";

const tag = "Devices";

/** Browsers that show their person's notifications by web push. */
export const devices = new Hono<AppEnv>()
  .post(
    "/devices",
    operation({
      summary: "Show my notifications on this browser",
      description:
        "What a `PushSubscription` of the browser says as JSON. It lasts as long as the sign-in does.",
      tag,
      answer: { status: 200, schema: z.object({ id: z.uuid() }) },
      errors: ["invalid_input", "not_found", "conflict"],
    }),
    input("json", deviceInputSchema),
    async (c) => c.json(await subscribeDevice(c.var.ctx, c.req.valid("json"))),
  )
  .post(
    "/devices/renew",
    operation({
      summary: "Go on after signing in again on a browser that showed them",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input"],
    }),
    input("json", renewInputSchema),
    async (c) => {
      await renewDevice(c.var.ctx, c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .post(
    "/devices/readdress",
    operation({
      summary: "Go on at the address that the push service has given a browser anew",
      description:
        "`from` is the address until now. Where that is not one of your devices nothing happens: this turns nothing on.",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "not_found"],
    }),
    input("json", readdressInputSchema),
    async (c) => {
      await readdressDevice(c.var.ctx, c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .delete(
    "/devices/:id",
    operation({
      summary: "Show nothing more on one of your browsers",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input"],
    }),
    input("param", idParam),
    async (c) => {
      await unsubscribeDevice(c.var.ctx, c.req.valid("param"));
      return c.body(null, 204);
    },
  );
