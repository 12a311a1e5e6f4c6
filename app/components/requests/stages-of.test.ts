import { expect, test } from "vitest";
import type { RequestView } from "#domain/mentorships/schema.ts";
import { stagesOf } from "./stages-of.ts";

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
  review: null,
  actions: [],
};

const inWords = (overrides: Partial<RequestView>) =>
  stagesOf({ ...request, ...overrides }, reader).map(
    ({ state, label, note }) => `${state}: ${label}${note ?? ""}`,
  );

test("a pending request says until when the answer comes", () => {
  expect(inWords({})).toEqual([
    "now: Sent 21 Nov",
    "ahead: Answer by 28 Nov, 4 days left",
    "ahead: First talk",
  ]);
});

test("a waiting request says its place in the line", () => {
  const waiting = { state: "waiting", expiresAt: null } as const;
  expect(inWords({ ...waiting, placeInLine: 2 })).toEqual([
    "done: Sent 21 Nov",
    "now: In line place 2",
    "ahead: Answer",
    "ahead: First talk",
  ]);
  expect(inWords({ ...waiting, placeInLine: 1 })[1]).toBe("now: In line you are next");
});

test("a no ends the line with the day it was said", () => {
  const respondedAt = "2026-11-23T10:00:00Z";
  expect(inWords({ state: "declined", respondedAt })[1]).toBe("end: Declined 23 Nov");
  expect(inWords({ state: "withdrawn" })[1]).toBe("end: Taken back 22 Nov");
  expect(inWords({ state: "lapsed", endedAt: "2026-11-24T10:00:00Z" })[1]).toBe("end: No answer 24 Nov");
});

test("a mentorship stands where its people are, or at its last day", () => {
  const dates = { respondedAt: "2026-11-22T10:00:00Z", endedAt: "2026-11-24T10:00:00Z" };
  expect(inWords({ state: "active", ...dates }).at(-1)).toBe("you: Talking");
  expect(inWords({ state: "completed", ...dates }).at(-1)).toBe("done: Completed 24 Nov");
  expect(inWords({ state: "ended", ...dates })).toEqual([
    "done: Sent 21 Nov",
    "done: Accepted 22 Nov",
    "end: Ended 24 Nov",
  ]);
});
