import { Hono } from "hono";
import { z } from "zod";
import { acceptConnection } from "#domain/connections/accept-connection.ts";
import { connectionPath } from "#domain/connections/connection-path.ts";
import { declineConnection } from "#domain/connections/decline-connection.ts";
import { inviteConnection } from "#domain/connections/invite-connection.ts";
import { listConnections } from "#domain/connections/list-connections.ts";
import { removeConnection } from "#domain/connections/remove-connection.ts";
import {
  connectionListSchema,
  connectionPathSchema,
  connectionStandingSchema,
  inviteInputSchema,
  suggestionSchema,
} from "#domain/connections/schema.ts";
import { suggestConnections } from "#domain/connections/suggest-connections.ts";
import { withdrawConnection } from "#domain/connections/withdraw-connection.ts";
import type { AppEnv } from "../../app-env.ts";
import { idParam, input, operation } from "./operation.ts";

const tag = "Connections";
const pageQuery = z.object({
  page: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "A whole number from 1.")
    .transform(Number)
    .default(1),
});
const act = (summary: string) =>
  operation({
    summary,
    tag,
    answer: { status: 200, schema: connectionStandingSchema },
    errors: ["not_found", "not_allowed", "conflict"],
  });

export const connections = new Hono<AppEnv>()
  .get(
    "/connections",
    operation({
      summary: "Whom you know, and open invitations",
      description: "`invitations` wait for your answer, `invited` for that of others.",
      tag,
      answer: { status: 200, schema: connectionListSchema },
      errors: ["invalid_input"],
    }),
    input("query", pageQuery),
    async (c) => c.json(await listConnections(c.var.ctx, c.req.valid("query"))),
  )
  .post(
    "/connections",
    operation({
      summary: "Invite somebody to be connected",
      description: "Whoever has invited you is connected with you by it. Inviting twice is inviting once.",
      tag,
      answer: { status: 200, schema: connectionStandingSchema },
      errors: ["invalid_input", "not_found", "conflict", "rate_limited"],
    }),
    input("json", inviteInputSchema),
    async (c) => c.json(await inviteConnection(c.var.ctx, c.req.valid("json"))),
  )
  .get(
    "/connections/suggestions",
    operation({
      summary: "People you may know, and why",
      tag,
      answer: { status: 200, schema: z.object({ suggestions: z.array(suggestionSchema) }) },
      errors: [],
    }),
    async (c) => c.json({ suggestions: await suggestConnections(c.var.ctx) }),
  )
  .get(
    "/connections/paths/:id",
    operation({
      summary: "How you are connected with somebody",
      description: "The shortest way of at most three steps, by the person's id. Whoever hides is on no way.",
      tag,
      answer: { status: 200, schema: connectionPathSchema },
      errors: ["not_found"],
    }),
    input("param", idParam),
    async (c) => c.json(await connectionPath(c.var.ctx, { userId: c.req.valid("param").id })),
  )
  .post("/connections/:id/accept", act("Accept an invitation"), input("param", idParam), async (c) =>
    c.json(await acceptConnection(c.var.ctx, c.req.valid("param"))),
  )
  .post("/connections/:id/decline", act("Decline an invitation"), input("param", idParam), async (c) =>
    c.json(await declineConnection(c.var.ctx, c.req.valid("param"))),
  )
  .post("/connections/:id/withdraw", act("Take your invitation back"), input("param", idParam), async (c) =>
    c.json(await withdrawConnection(c.var.ctx, c.req.valid("param"))),
  )
  .post("/connections/:id/remove", act("End a connection"), input("param", idParam), async (c) =>
    c.json(await removeConnection(c.var.ctx, c.req.valid("param"))),
  );
