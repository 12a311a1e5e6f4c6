import { expect, it } from "vitest";
import { Meter } from "./meter.ts";

it("sees what a process spends and holds", () => {
  const meter = new Meter(process.pid);
  meter.begin();
  const endsAt = performance.now() + 300;
  while (performance.now() < endsAt) Math.sqrt(endsAt);
  const held = Buffer.alloc(50 * 2 ** 20, 1);
  const { cpuMs, memory } = meter.end();
  // a busy machine may give this process less than all of the time
  expect(cpuMs).toBeGreaterThan(10);
  expect(cpuMs).toBeLessThan(2_000);
  expect(memory).toBeGreaterThan(held.length / 2 ** 20);
});
