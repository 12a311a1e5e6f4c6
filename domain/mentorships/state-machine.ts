import type { RequestAction, RequestState } from "./schema.ts";

/** Who acts on a request: one of its two people, or the product itself. */
export type RequestRole = "mentee" | "mentor" | "system";

interface Step {
  by: readonly RequestRole[];
  to: RequestState;
}

/**
 * The whole life of a request. What is not here can't happen.
 * A waiting request stands in the line of a full mentor until a place is free.
 */
const steps: Record<RequestState, Partial<Record<RequestAction, Step>>> = {
  pending: {
    edit: { by: ["mentee"], to: "pending" },
    withdraw: { by: ["mentee"], to: "withdrawn" },
    accept: { by: ["mentor"], to: "active" },
    decline: { by: ["mentor"], to: "declined" },
    lapse: { by: ["system"], to: "lapsed" },
  },
  waiting: {
    edit: { by: ["mentee"], to: "waiting" },
    withdraw: { by: ["mentee"], to: "withdrawn" },
    decline: { by: ["mentor"], to: "declined" },
    advance: { by: ["system"], to: "pending" },
  },
  active: {
    complete: { by: ["mentee", "mentor"], to: "completed" },
    end: { by: ["mentee", "mentor"], to: "ended" },
  },
  declined: {},
  withdrawn: {},
  lapsed: {},
  // over, and stays so
  completed: { review: { by: ["mentee"], to: "completed" } },
  ended: { review: { by: ["mentee"], to: "ended" } },
};

export type StepResult = { to: RequestState } | { refused: "role" | "state" };

/**
 * Where an action leads. Refused by `role` when this role may never do it, whatever the state;
 * by `state` when it may, but not now.
 */
export function nextState(state: RequestState, action: RequestAction, role: RequestRole): StepResult {
  const step = steps[state][action];
  if (step?.by.includes(role)) return { to: step.to };
  const sometimes = Object.values(steps).some((of) => of[action]?.by.includes(role));
  return { refused: sometimes ? "state" : "role" };
}

/** What a person in this role may do now, in the table's order. */
export function actionsFor(state: RequestState, role: RequestRole): RequestAction[] {
  const actions = Object.keys(steps[state]) as RequestAction[];
  return actions.filter((action) => steps[state][action]?.by.includes(role));
}
