import { expect, it } from "vitest";
import type { RateAnswer } from "#domain/context.ts";
import { makeLimits } from "./limits.ts";

const rule = { limit: 5, periodMs: 60_000, burst: 5 };
const answer: RateAnswer = { allowed: true, remaining: 4, retryAfterMs: 0, resetMs: 12_000, limit: 5 };

/** An object for each call, which fails as `failures` say and answers then. */
function makeLimiter(failures: Error[]) {
  const heard: RateAnswer[] = [];
  let calls = 0;
  const getByName = () => ({
    take: async () => {
      calls += 1;
      const failure = failures.shift();
      if (failure) throw failure;
      return answer;
    },
  });
  const limits = makeLimits({ getByName } as unknown as Env["RATE_LIMITER"], (one) => heard.push(one));
  return { limits, heard, calls: () => calls };
}
const reset = (marks: object) => Object.assign(new Error("reset because its code was updated"), marks);

it.each([{ retryable: true }, { durableObjectReset: true }])(
  "asks another object where one was ended under the call (%o)",
  async (marks) => {
    const { limits, heard, calls } = makeLimiter([reset(marks)]);
    expect(await limits.limit("key", rule)).toEqual(answer);
    expect([heard, calls()]).toEqual([[answer], 2]);
  },
);

it("asks once more and no further, and not at all where the call itself failed", async () => {
  const twice = makeLimiter([reset({ retryable: true }), reset({ retryable: true })]);
  await expect(twice.limits.limit("key", rule)).rejects.toThrow("reset because");
  expect(twice.calls()).toBe(2);
  for (const marks of [{}, { overloaded: true, retryable: false }]) {
    const once = makeLimiter([reset(marks)]);
    await expect(once.limits.limit("key", rule)).rejects.toThrow("reset because");
    expect([once.heard, once.calls()]).toEqual([[], 1]);
  }
});
