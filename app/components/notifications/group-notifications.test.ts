import { expect, test } from "vitest";
import { actionOf, type InboxEvent } from "#domain/notifications/schema.ts";
import { groupNotifications, newInWords } from "./group-notifications.ts";

const reader = { timeZone: "Europe/Istanbul", now: "2026-11-24T15:12:00Z" };

const event = (id: number, at: string): InboxEvent => ({
  id,
  kind: "message.new",
  title: "Bruno wrote",
  preview: null,
  href: "/conversations/1",
  at,
  readAt: null,
});

test("notifications stand under today, this week and earlier, in the reader's zone", () => {
  const groups = groupNotifications(
    [
      event(4, "2026-11-24T10:00:00Z"),
      event(3, "2026-11-23T20:30:00Z"),
      event(2, "2026-11-18T10:00:00Z"),
      event(1, "2026-11-01T10:00:00Z"),
    ],
    reader,
  );
  expect(groups.map(({ title, notifications }) => [title, notifications.map(({ id }) => id)])).toEqual([
    ["Today", [4]],
    ["This week", [3, 2]],
    ["Earlier", [1]],
  ]);
});

test("each kind names what to do with it, and small numbers are words", () => {
  expect(actionOf("message.new")).toBe("Answer");
  expect(actionOf("request.received")).toBe("Read and answer");
  expect(actionOf("request.declined")).toBe("See the request");
  expect([0, 2, 14].map(newInWords)).toEqual(["Nothing new.", "Two new.", "14 new."]);
});
