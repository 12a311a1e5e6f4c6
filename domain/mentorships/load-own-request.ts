import { and, eq, or } from "drizzle-orm";
import { mentorships, profiles } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import type { Permission } from "../permissions.ts";
import type { RequestAction, RequestState } from "./schema.ts";
import { nextState } from "./state-machine.ts";

const standing: Record<RequestState, string> = {
  pending: "This request is still waiting for an answer.",
  waiting: "This request is in line. It can be answered when a place is free.",
  active: "This request was accepted.",
  declined: "This request was declined.",
  withdrawn: "This request was taken back.",
  lapsed: "This request ended without an answer.",
  completed: "This mentorship is completed.",
  ended: "This mentorship has ended.",
};

/**
 * The request as it stands, for a change by one of its two people. Read only: the change repeats the state in its `where`.
 * @returns the row, what the person is in it, the mentor's places, and the state that the action leads to
 * @throws DomainError `not_found` to strangers, `not_allowed` for the other side's action, `conflict` when it is too late
 */
export async function loadOwnRequest(
  ctx: ReadContext,
  options: { id: string; userId: string; action: RequestAction; permission: Permission },
) {
  const row = await findOwnRequest(ctx, options.id, options.userId);
  if (!row) {
    ctx.waitUntil(recordDenial(ctx, options.permission, options.id));
    throw new DomainError("not_found", { log: "no such request, or somebody else's" });
  }
  const role = row.mentorId === options.userId ? ("mentor" as const) : ("mentee" as const);
  const step = nextState(row.state, options.action, role);
  if ("to" in step) return { ...row, role, to: step.to };
  if (step.refused === "state") throw conflict(row.state);
  ctx.waitUntil(recordDenial(ctx, options.permission, options.id));
  throw new DomainError("not_allowed", {
    log: `a ${role} may not ${options.action} a request`,
    message: "Only the other side of this request can do that.",
  });
}

/**
 * For a change that met another state than the one it had loaded: says how it stands now.
 * @throws DomainError always
 */
export async function throwOvertaken(
  ctx: ReadContext,
  options: { id: string; userId: string; action: RequestAction; permission: Permission },
): Promise<never> {
  await loadOwnRequest(ctx, options);
  throw new DomainError("conflict", { log: `overtaken while doing ${options.action}` });
}

async function findOwnRequest(ctx: ReadContext, id: string, userId: string) {
  if (!idSchema.safeParse(id).success) return undefined;
  const [row] = await ctx.db
    .select({
      id: mentorships.id,
      mentorId: mentorships.mentorId,
      menteeId: mentorships.menteeId,
      state: mentorships.state,
      goal: mentorships.goal,
      message: mentorships.message,
      queuedAt: mentorships.queuedAt,
      capacity: profiles.capacity,
      taken: profiles.activeMentees,
    })
    .from(mentorships)
    .innerJoin(profiles, eq(profiles.userId, mentorships.mentorId))
    .where(
      and(eq(mentorships.id, id), or(eq(mentorships.mentorId, userId), eq(mentorships.menteeId, userId))),
    );
  return row;
}

function conflict(state: RequestState): DomainError {
  return new DomainError("conflict", { log: `the request is ${state}`, message: standing[state] });
}
