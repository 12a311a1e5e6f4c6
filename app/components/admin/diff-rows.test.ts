import { expect, test } from "vitest";
import { diffRows } from "./diff-rows.ts";

test("only fields that changed are rows, lists and empty values as words", () => {
  expect(
    diffRows({ roles: ["mentor"], state: "pending", name: "a" }, { roles: [], state: "active", name: "a" }),
  ).toEqual([
    { field: "roles", before: "mentor", after: "none" },
    { field: "state", before: "pending", after: "active" },
  ]);
});

test("what began to exist has no before, what ended has no after", () => {
  expect(diffRows(null, { state: "pending", roomId: null })).toEqual([
    { field: "state", before: null, after: "pending" },
    { field: "roomId", before: null, after: "nothing" },
  ]);
  expect(diffRows({ a: { b: 1 } }, undefined)).toEqual([{ field: "a", before: '{"b":1}', after: null }]);
});

test("a bare value is one row", () => {
  expect(diffRows("x", 2)).toEqual([{ field: "value", before: "x", after: "2" }]);
  expect(diffRows(undefined, null)).toEqual([]);
});
