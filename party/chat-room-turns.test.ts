import { expect, it } from "vitest";
import { PushTurns } from "./chat-room-turns.ts";

const ids = (count: number, name: string) =>
  Array.from({ length: count }, (_, n) => `${name}${String(n).padStart(3, "0")}`);

it("tells everybody who is away first, and of those in the room two at a time, each in turn", () => {
  const turns = new PushTurns();
  const here = ids(5, "here");
  const away = ids(3, "away");
  const owed = [...away, ...here];
  const present = new Set(here);
  expect(turns.next(owed, present)).toEqual([...away, "here000", "here001"]);
  expect(turns.next(here, present)).toEqual(["here002", "here003"]);
  expect(turns.next(here, present)).toEqual(["here004", "here000"]);
});

it("goes through a crowd that is away without leaving anybody out", () => {
  const turns = new PushTurns();
  const crowd = ids(120, "away");
  const rounds = [1, 2, 3].flatMap(() => turns.next(crowd, new Set()));
  expect(new Set(rounds).size).toBe(120);
  expect(turns.next(["away003"], new Set())).toEqual(["away003"]);
});
