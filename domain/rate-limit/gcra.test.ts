import { expect, it } from "vitest";
import { returnTry, takeTry } from "./gcra.ts";

const rule = { limit: 10, periodMs: 10_000 };

it("allows as many at once as the limit says, then one each period's share", () => {
  let emptyAt: number | null = null;
  for (let left = 9; left >= 0; left--) {
    const answer = takeTry(rule, emptyAt, 5_000);
    expect(answer).toMatchObject({ allowed: true, remaining: left, retryAfterMs: 0, limit: 10 });
    emptyAt = answer.emptyAt;
  }
  expect(takeTry(rule, emptyAt, 5_000)).toMatchObject({ allowed: false, remaining: 0, retryAfterMs: 1_000 });
  expect(takeTry(rule, emptyAt, 5_999)).toMatchObject({ allowed: false, retryAfterMs: 1 });
  expect(takeTry(rule, emptyAt, 6_000)).toMatchObject({ allowed: true, remaining: 0, resetMs: 10_000 });
});

it("charges nothing for a refused try", () => {
  const full = 15_000;
  expect(takeTry(rule, full, 5_000).emptyAt).toBe(full);
});

it("lets fewer through at once where a burst is set", () => {
  const first = takeTry({ ...rule, burst: 1 }, null, 0);
  expect(first).toMatchObject({ allowed: true, remaining: 0, limit: 1 });
  expect(takeTry({ ...rule, burst: 1 }, first.emptyAt, 999)).toMatchObject({
    allowed: false,
    retryAfterMs: 1,
  });
  expect(takeTry({ ...rule, burst: 1 }, first.emptyAt, 1_000).allowed).toBe(true);
});

it("returns a try, but never more than there are", () => {
  const { emptyAt } = takeTry(rule, null, 0);
  expect(returnTry(rule, emptyAt, 0)).toBe(0);
  expect(returnTry(rule, null, 7)).toBe(7);
  expect(returnTry(rule, 5_000, 0)).toBe(4_000);
});
