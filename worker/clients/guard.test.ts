import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { guarded } from "./guard.ts";

/** An endpoint of this test alone, and a clock that stands until it is moved. */
function endpointWithClock() {
  let at = 1_000_000;
  const asked = { endpoint: newId(), deadlineMs: 1_000, now: () => new Date(at) };
  return { asked, pass: (ms: number) => (at += ms) };
}
const fails = async () => {
  throw new Error("answered 500");
};

it("gives the answer of an endpoint that is well, and its failure as unavailable", async () => {
  const { asked } = endpointWithClock();
  expect(await guarded(asked, async () => "answer")).toBe("answer");
  await expect(guarded(asked, fails)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("answered 500"),
  });
});

it("waits no longer than the deadline, and tells the call to end", async () => {
  const { asked } = endpointWithClock();
  let ended: AbortSignal | undefined;
  const hangs = (signal: AbortSignal) => {
    ended = signal;
    return new Promise<never>(() => {});
  };
  const since = performance.now();
  const call = guarded({ ...asked, deadlineMs: 40 }, hangs);
  await expect(call).rejects.toMatchObject({ code: "unavailable", message: /no answer in 40 ms/ });
  expect(performance.now() - since).toBeLessThan(1_000);
  expect(ended?.aborted).toBe(true);
});

it("leaves an endpoint alone for half a minute after three failures in a row, then lets one call try", async () => {
  const { asked, pass } = endpointWithClock();
  let calls = 0;
  const counted = (answer: () => Promise<string>) =>
    guarded(asked, () => {
      calls += 1;
      return answer();
    }).catch(() => "refused");
  await counted(fails);
  await counted(fails);
  await counted(async () => "well");
  for (let i = 0; i < 3; i++) await counted(fails);
  expect(calls).toBe(6);
  await counted(async () => "well");
  expect(calls).toBe(6);

  pass(30_001);
  const tries = await Promise.all([counted(fails), counted(async () => "well")]);
  expect([calls, tries]).toEqual([7, ["refused", "refused"]]);
  pass(30_001);
  expect(await counted(async () => "well")).toBe("well");
  expect(await counted(async () => "well")).toBe("well");
});

it("judges each endpoint by itself", async () => {
  const [one, other] = [endpointWithClock(), endpointWithClock()];
  for (let i = 0; i < 3; i++) await guarded(one.asked, fails).catch(() => {});
  expect(await guarded(other.asked, async () => 1)).toBe(1);
});
