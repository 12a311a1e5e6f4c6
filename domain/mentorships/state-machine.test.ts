import { describe, expect, it } from "vitest";
import { requestActionSchema, requestStateSchema } from "./schema.ts";
import { actionsFor, nextState, type RequestRole } from "./state-machine.ts";

/** Every step there is: state, action, who, where to. What is not here must be refused. */
const allowed = [
  ["pending", "edit", "mentee", "pending"],
  ["pending", "withdraw", "mentee", "withdrawn"],
  ["pending", "accept", "mentor", "active"],
  ["pending", "decline", "mentor", "declined"],
  ["pending", "lapse", "system", "lapsed"],
  ["waiting", "edit", "mentee", "waiting"],
  ["waiting", "withdraw", "mentee", "withdrawn"],
  ["waiting", "decline", "mentor", "declined"],
  ["waiting", "advance", "system", "pending"],
  ["active", "complete", "mentee", "completed"],
  ["active", "complete", "mentor", "completed"],
  ["active", "end", "mentee", "ended"],
  ["active", "end", "mentor", "ended"],
  ["completed", "review", "mentee", "completed"],
  ["ended", "review", "mentee", "ended"],
] as const;

const roles: RequestRole[] = ["mentee", "mentor", "system"];
const everyCase = requestStateSchema.options.flatMap((state) =>
  requestActionSchema.options.flatMap((action) => roles.map((role) => ({ state, action, role }))),
);

describe("the life of a request", () => {
  it.each(everyCase)("$role does $action to a $state request", ({ state, action, role }) => {
    const step = allowed.find(([s, a, r]) => s === state && a === action && r === role);
    const roleEver = allowed.some(([, a, r]) => a === action && r === role);
    const expected = step ? { to: step[3] } : { refused: roleEver ? "state" : "role" };
    expect(nextState(state, action, role)).toEqual(expected);
    expect(actionsFor(state, role).includes(action)).toBe(step !== undefined);
  });

  it("ends for good: no closed request has a next step, and only what began is reviewed", () => {
    for (const state of ["declined", "withdrawn", "lapsed"] as const) {
      expect(roles.flatMap((role) => actionsFor(state, role))).toEqual([]);
    }
    for (const state of ["completed", "ended"] as const) {
      expect(roles.flatMap((role) => actionsFor(state, role))).toEqual(["review"]);
    }
  });
});
