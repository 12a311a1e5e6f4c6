import { Hono } from "hono";
import { z } from "zod";
import { blockPerson } from "#domain/blocks/block-person.ts";
import { listBlocked } from "#domain/blocks/list-blocked.ts";
import { blockedPersonSchema } from "#domain/blocks/schema.ts";
import { unblockPerson } from "#domain/blocks/unblock-person.ts";
import type { AppEnv } from "../../app-env.ts";
import { idParam, input, operation } from "./operation.ts";

const tag = "Blocks";

export const blocks = new Hono<AppEnv>()
  .get(
    "/blocks",
    operation({
      summary: "Whom you have blocked",
      tag,
      answer: { status: 200, schema: z.object({ blocked: z.array(blockedPersonSchema) }) },
      errors: [],
    }),
    async (c) => c.json({ blocked: await listBlocked(c.var.ctx) }),
  )
  .put(
    "/blocks/:id",
    operation({
      summary: "Block somebody",
      description:
        "Neither finds, sees, asks or writes to the other any more. Connection, open requests and mentorships between you end with it.",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "not_found"],
    }),
    input("param", idParam),
    async (c) => {
      await blockPerson(c.var.ctx, { userId: c.req.valid("param").id });
      return c.body(null, 204);
    },
  )
  .delete(
    "/blocks/:id",
    operation({
      summary: "Take your block off somebody",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input"],
    }),
    input("param", idParam),
    async (c) => {
      await unblockPerson(c.var.ctx, { userId: c.req.valid("param").id });
      return c.body(null, 204);
    },
  );
