import { expect, test } from "vitest";
import type { RoomSummary } from "#domain/notifications/schema.ts";
import { byLatest, findRooms } from "./conversation-list.tsx";

const room = (withName: string, at: string | null, preview: string | null = null): RoomSummary => ({
  roomId: withName,
  kind: "direct",
  gone: false,
  withUserId: withName,
  withName,
  lastSeq: 1,
  readSeq: 1,
  unread: 0,
  preview,
  lastAuthorId: null,
  at,
});

test("the latest words stand first, and a room that waits for its first word above them", () => {
  const rooms = [
    room("Old", "2026-11-01T10:00:00.000Z"),
    room("Wordless", null),
    room("New", "2026-11-24T10:00:00.000Z"),
    room("Also wordless", null),
  ];
  expect(byLatest(rooms).map(({ withName }) => withName)).toEqual([
    "Also wordless",
    "Wordless",
    "New",
    "Old",
  ]);
});

test("a room is found by a person or by a word, whatever the case", () => {
  const rooms = [room("Bruno Vilarinho", null, "The silence after that"), room("Shao Wenqi", null)];
  expect(findRooms(rooms, " SILENCE ").map(({ withName }) => withName)).toEqual(["Bruno Vilarinho"]);
  expect(findRooms(rooms, "wenqi").map(({ withName }) => withName)).toEqual(["Shao Wenqi"]);
  expect(findRooms(rooms, "")).toHaveLength(2);
});
