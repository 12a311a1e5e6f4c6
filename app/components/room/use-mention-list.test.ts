import { expect, test } from "vitest";
import { findNamed } from "./use-mention-list.ts";

const member = (name: string) => ({ userId: name, name, joinedAt: "2026-11-24T10:00:00Z" });
const members = ["Ada Byron", "Adam Smith", "Lin Chen"].map(member);
const named = (text: string, caret = text.length) =>
  findNamed(text, caret, members)?.members.map(({ name }) => name) ?? null;

test("an @ offers everybody, and letters narrow it by any part of a name", () => {
  expect(named("Hello @")).toEqual(["Ada Byron", "Adam Smith", "Lin Chen"]);
  expect(named("@ada")).toEqual(["Ada Byron", "Adam Smith"]);
  expect(named("(@che")).toEqual(["Lin Chen"]);
  expect(named("@ada b")).toEqual(["Ada Byron"]);
});

test("nothing is offered for a mail address, an unknown name, a whole name, or away from the caret", () => {
  expect(named("me@ada")).toBeNull();
  expect(named("@zoe")).toBeNull();
  expect(named("@lin chen")).toBeNull();
  expect(named("@ada is here")).toBeNull();
  expect(named("@ada and more", 0)).toBeNull();
});
