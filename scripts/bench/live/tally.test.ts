import { expect, it } from "vitest";
import { Tally } from "./tally.ts";

it("counts what did not arrive, what came twice, and how long the rest took", () => {
  const tally = new Tally();
  const warm = tally.sent(0, 0);
  const first = tally.sent(2, 100);
  const second = tally.sent(2, 200);
  tally.heard(0, warm, 5);
  tally.heard(0, first, 110);
  tally.heard(1, first, 130);
  tally.heard(1, first, 150);
  tally.heard(0, second, 207);
  expect(tally.figures()).toEqual({ deliveries: 3, lost: 1, doubled: 1, p50: 10, p99: 30 });
});
