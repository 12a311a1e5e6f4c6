import { Hono } from "hono";
import { z } from "zod";
import { joinCommunity } from "#domain/communities/join-community.ts";
import { listCommunities } from "#domain/communities/list-communities.ts";
import { communitySchema } from "#domain/communities/schema.ts";
import { addMembers } from "#domain/groups/add-members.ts";
import { listAddable } from "#domain/groups/list-addable.ts";
import { makeGroup } from "#domain/groups/make-group.ts";
import { removeMember } from "#domain/groups/remove-member.ts";
import { addablePersonSchema, makeGroupInputSchema } from "#domain/groups/schema.ts";
import { leaveRoom } from "#domain/rooms/leave-room.ts";
import type { AppEnv } from "../../app-env.ts";
import { idParam, input, operation } from "./operation.ts";

const tag = "Communities and groups";
const roomSchema = z.object({ roomId: z.uuid() });
const memberParam = idParam.extend({ userId: z.uuid("Not a valid id.") });

export const communities = new Hono<AppEnv>()
  .get(
    "/communities",
    operation({
      summary: "All communities, one for each field",
      description: "`roomId` where you are a member.",
      tag,
      answer: { status: 200, schema: z.object({ communities: z.array(communitySchema) }) },
      errors: [],
    }),
    async (c) => c.json({ communities: await listCommunities(c.var.ctx) }),
  )
  .put(
    "/communities/:slug/membership",
    operation({
      summary: "Join a community",
      description: "Joining twice is joining once; whoever left may come back.",
      tag,
      answer: { status: 200, schema: roomSchema },
      errors: ["invalid_input", "not_found", "no_capacity", "rate_limited"],
    }),
    input("param", z.object({ slug: z.string() })),
    async (c) => c.json(await joinCommunity(c.var.ctx, c.req.valid("param"))),
  )
  .delete(
    "/rooms/:id/membership",
    operation({
      summary: "Leave a community or a group",
      description: "What you wrote stays. Your open sockets there end within seconds.",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "not_found", "conflict"],
    }),
    input("param", idParam),
    async (c) => {
      await leaveRoom(c.var.ctx, { roomId: c.req.valid("param").id });
      return c.body(null, 204);
    },
  )
  .get(
    "/groups/people",
    operation({
      summary: "Whom you may add to a group",
      description: "For mentors whom they know or are in a mentorship with, for admins everybody.",
      tag,
      answer: { status: 200, schema: z.object({ people: z.array(addablePersonSchema) }) },
      errors: ["not_allowed"],
    }),
    async (c) => c.json({ people: await listAddable(c.var.ctx) }),
  )
  .post(
    "/groups",
    operation({
      summary: "Make a group",
      tag,
      answer: { status: 201, schema: roomSchema },
      errors: ["invalid_input", "not_allowed", "rate_limited"],
    }),
    input("json", makeGroupInputSchema),
    async (c) => c.json(await makeGroup(c.var.ctx, c.req.valid("json")), 201),
  )
  .put(
    "/groups/:id/members/:userId",
    operation({
      summary: "Add somebody to your group",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "not_allowed", "not_found", "no_capacity"],
    }),
    input("param", memberParam),
    async (c) => {
      const { id: roomId, userId } = c.req.valid("param");
      await addMembers(c.var.ctx, { roomId, memberIds: [userId] });
      return c.body(null, 204);
    },
  )
  .delete(
    "/groups/:id/members/:userId",
    operation({
      summary: "Remove somebody from your group",
      description: "For its maker, moderators and admins. Their open sockets end within seconds.",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "not_allowed", "not_found"],
    }),
    input("param", memberParam),
    async (c) => {
      const { id: roomId, userId: memberId } = c.req.valid("param");
      await removeMember(c.var.ctx, { roomId, memberId });
      return c.body(null, 204);
    },
  );
