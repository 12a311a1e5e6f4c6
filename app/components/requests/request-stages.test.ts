import { expect, test } from "vitest";
import type { RequestView } from "#domain/mentorships/schema.ts";
import { placeInLine, stagesOf } from "./request-stages.tsx";

const reader = { timeZone: "Europe/Istanbul", now: "2026-11-24T15:12:00Z" };

const request: RequestView = {
  id: "01935f7a-0000-7000-8000-000000000001",
  as: "mentee",
  state: "pending",
  goal: "goal",
  message: "message",
  declineReason: null,
  roomId: null,
  createdAt: "2026-11-21T10:00:00Z",
  updatedAt: "2026-11-22T10:00:00Z",
  expiresAt: "2026-11-28T16:00:00Z",
  queuedAt: null,
  respondedAt: null,
  endedAt: null,
  placeInLine: null,
  places: { capacity: 3, taken: 2 },
  other: {
    userId: "01935f7a-0000-7000-8000-000000000002",
    name: "Simone Tremblay",
    headline: "",
    timeZone: "America/Toronto",
    country: "CA",
  },
  actions: [],
};

test("a pending request says until when the answer comes", () => {
  expect(stagesOf(request, reader)).toEqual([
    { kind: "now", name: "Sent", detail: "21 Nov" },
    { kind: "ahead", name: "Answer", detail: "by 28 Nov, 4 days left" },
    { kind: "ahead", name: "First talk", detail: "" },
  ]);
});

test("a waiting request says its place in the line", () => {
  const stages = stagesOf({ ...request, state: "waiting", placeInLine: 2, expiresAt: null }, reader);
  expect(stages.map(({ kind, name }) => `${name}: ${kind}`)).toEqual([
    "Sent: done",
    "In line: now",
    "Answer: ahead",
    "First talk: ahead",
  ]);
  expect(stages[1]?.detail).toBe("place 2");
  expect(placeInLine(1)).toBe("you are next");
});

test("a no ends the line with the day it was said", () => {
  const ends = {
    declined: "Declined, 23 Nov",
    withdrawn: "Taken back, 22 Nov",
    lapsed: "No answer, 22 Nov",
  } as const;
  for (const [state, said] of Object.entries(ends)) {
    const respondedAt = "2026-11-23T10:00:00Z";
    const stages = stagesOf({ ...request, state: state as keyof typeof ends, respondedAt }, reader);
    const end = stages.find(({ kind }) => kind === "end");
    expect(`${end?.name}, ${end?.detail}`).toBe(said);
  }
});

test("a mentorship ends where its people are, or at its last day", () => {
  const active = { ...request, state: "active", respondedAt: "2026-11-22T10:00:00Z" } as const;
  expect(stagesOf(active, reader).at(-1)).toEqual({ kind: "you", name: "Talking", detail: "" });
  const endedAt = "2026-11-24T10:00:00Z";
  expect(stagesOf({ ...active, state: "completed", endedAt }, reader).at(-1)?.kind).toBe("done");
  expect(stagesOf({ ...active, state: "ended", endedAt }, reader).at(-1)).toEqual({
    kind: "end",
    name: "Ended",
    detail: "24 Nov",
  });
});
