import { expect, it } from "vitest";
import { SocketMeters } from "./chat-room-socket.ts";

it("lets a burst pass, then as much as time gives back", () => {
  const meters = new SocketMeters();
  const passed = Array.from({ length: 200 }, () => meters.admit("a", 0)).filter(({ pass }) => pass);
  expect(passed).toHaveLength(120);
  expect(meters.admit("a", 1_000).pass).toBe(true);
  const later = Array.from({ length: 100 }, () => meters.admit("a", 1_000)).filter(({ pass }) => pass);
  expect(later).toHaveLength(59);
  expect(meters.admit("b", 1_000).pass).toBe(true);
});

it("says once a second that it is too much, and cuts who floods on", () => {
  const meters = new SocketMeters();
  for (let i = 0; i < 120; i += 1) meters.admit("a", 0);
  expect([meters.admit("a", 0).tell, meters.admit("a", 0).tell]).toEqual([true, false]);
  let answer = meters.admit("a", 0);
  for (let i = 0; i < 20_000; i += 1) answer = meters.admit("a", 0);
  expect(answer).toEqual({ pass: false, tell: false, cut: true });
  meters.forget("a");
  expect(meters.admit("a", 0)).toEqual({ pass: true, tell: false, cut: false });
});

it("holds back frames without a number from a client that never acks", () => {
  const meters = new SocketMeters();
  const sent = Array.from({ length: 300 }, () => meters.admitLoose("a", 0)).filter(Boolean);
  expect(sent).toHaveLength(200);
  meters.acked("a", 0);
  expect(meters.admitLoose("a", 0)).toBe(true);
});
