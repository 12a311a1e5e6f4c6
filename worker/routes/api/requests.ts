import { Hono } from "hono";
import { z } from "zod";
import { acceptRequest } from "#domain/mentorships/accept-request.ts";
import { completeMentorship } from "#domain/mentorships/complete-mentorship.ts";
import { declineRequest } from "#domain/mentorships/decline-request.ts";
import { editRequest } from "#domain/mentorships/edit-request.ts";
import { endMentorship } from "#domain/mentorships/end-mentorship.ts";
import { listRequests } from "#domain/mentorships/list-requests.ts";
import { loadRequest } from "#domain/mentorships/load-request.ts";
import { requestMentorship } from "#domain/mentorships/request-mentorship.ts";
import {
  declineInputSchema,
  requestEditSchema,
  requestInputSchema,
  requestListInputSchema,
  requestListSchema,
  requestStateSchema,
  requestViewSchema,
} from "#domain/mentorships/schema.ts";
import { withdrawRequest } from "#domain/mentorships/withdraw-request.ts";
import { reviewMentorship } from "#domain/reviews/review-mentorship.ts";
import { reviewInputSchema } from "#domain/reviews/schema.ts";
import type { AppEnv } from "../../app-env.ts";
import { idParam, input, operation } from "./operation.ts";

const tag = "Requests";
const acts = {
  tag,
  answer: { status: 204 as const },
  errors: ["invalid_input", "not_found", "not_allowed", "conflict"] as const,
};
const act = (summary: string) => operation({ ...acts, errors: [...acts.errors], summary });
const editBody = z.object({ goal: requestEditSchema.shape.goal, message: requestEditSchema.shape.message });
const reviewBody = z.object({
  stars: reviewInputSchema.shape.stars,
  words: reviewInputSchema.shape.words,
});
const declineBody = z.object({ reason: declineInputSchema.shape.reason });

export const requests = new Hono<AppEnv>()
  .get(
    "/requests",
    operation({
      summary: "Your requests and mentorships",
      tag,
      answer: { status: 200, schema: requestListSchema },
      errors: ["invalid_input"],
    }),
    input("query", requestListInputSchema),
    async (c) => c.json(await listRequests(c.var.ctx, c.req.valid("query"))),
  )
  .post(
    "/requests",
    operation({
      summary: "Ask a mentor",
      description: "Make `id` (a UUID) yourself: sending the same one again is the same request.",
      tag,
      answer: { status: 201, schema: z.object({ id: z.uuid(), state: requestStateSchema }) },
      errors: ["invalid_input", "not_found", "no_capacity", "conflict"],
    }),
    input("json", requestInputSchema),
    async (c) => c.json(await requestMentorship(c.var.ctx, c.req.valid("json")), 201),
  )
  .get(
    "/requests/:id",
    operation({
      summary: "One request",
      tag,
      answer: { status: 200, schema: requestViewSchema },
      errors: ["invalid_input", "not_found"],
    }),
    input("param", idParam),
    async (c) => c.json(await loadRequest(c.var.ctx, c.req.valid("param"))),
  )
  .patch(
    "/requests/:id",
    act("Edit your request while it is open"),
    input("param", idParam),
    input("json", editBody),
    async (c) => {
      await editRequest(c.var.ctx, { ...c.req.valid("param"), ...c.req.valid("json") });
      return c.body(null, 204);
    },
  )
  .post("/requests/:id/withdraw", act("Take your request back"), input("param", idParam), async (c) => {
    await withdrawRequest(c.var.ctx, c.req.valid("param"));
    return c.body(null, 204);
  })
  .post(
    "/requests/:id/accept",
    operation({
      summary: "Accept a request: takes a place and opens a room",
      tag,
      answer: { status: 200, schema: z.object({ roomId: z.uuid() }) },
      errors: ["invalid_input", "not_found", "not_allowed", "conflict", "no_capacity"],
    }),
    input("param", idParam),
    async (c) => {
      const { roomId } = await acceptRequest(c.var.ctx, c.req.valid("param"));
      return c.json({ roomId });
    },
  )
  .post(
    "/requests/:id/decline",
    act("Decline a request, with a reason"),
    input("param", idParam),
    input("json", declineBody),
    async (c) => {
      await declineRequest(c.var.ctx, { ...c.req.valid("param"), ...c.req.valid("json") });
      return c.body(null, 204);
    },
  )
  .post("/requests/:id/complete", act("Say that the goal is reached"), input("param", idParam), async (c) => {
    await completeMentorship(c.var.ctx, c.req.valid("param"));
    return c.body(null, 204);
  })
  .post("/requests/:id/end", act("End a mentorship early"), input("param", idParam), async (c) => {
    await endMentorship(c.var.ctx, c.req.valid("param"));
    return c.body(null, 204);
  })
  .put(
    "/requests/:id/review",
    act("Say as its mentee how a mentorship was that is over, or change what you said"),
    input("param", idParam),
    input("json", reviewBody),
    async (c) => {
      await reviewMentorship(c.var.ctx, { ...c.req.valid("param"), ...c.req.valid("json") });
      return c.body(null, 204);
    },
  );
