import { expect, test } from "vitest";
import { plainMessage } from "#domain/rooms/schema.ts";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { groupMessages } from "./group-messages.ts";

const reader = {
  userId: "me",
  timeZone: "Europe/Istanbul",
  now: "2026-11-24T15:12:00Z",
  mark: { after: 99, upTo: 99 },
  waiting: false,
};

function message(sentAt: string, overrides: Partial<RoomMessage> = {}): RoomMessage {
  return {
    key: sentAt,
    authorId: "bruno",
    body: "words",
    sentAt,
    seq: 1,
    state: "sent",
    id: sentAt,
    clientId: null,
    ...plainMessage,
    refusal: null,
    ...overrides,
  };
}

test("days are those of the reader, not of the sender", () => {
  const days = groupMessages([message("2026-11-22T20:59:00Z"), message("2026-11-22T21:01:00Z")], reader);
  expect(days.map((day) => day.plate)).toEqual(["Sunday 22 November", "Yesterday, Monday 23 November"]);
});

test("a second message within five minutes continues the first, another person's does not", () => {
  const [day] = groupMessages(
    [
      message("2026-11-24T15:00:00Z"),
      message("2026-11-24T15:02:00Z"),
      message("2026-11-24T15:03:00Z", { authorId: "me" }),
      message("2026-11-24T15:09:00Z", { authorId: "me" }),
    ],
    reader,
  );
  expect(day?.rows.map((row) => row.continues)).toEqual([false, true, false, false]);
});

test("the mark stands before the first unseen message of somebody else", () => {
  const [day] = groupMessages(
    [
      message("2026-11-24T15:00:00Z", { seq: 4 }),
      message("2026-11-24T15:01:00Z", { seq: 5, authorId: "me" }),
      message("2026-11-24T15:02:00Z", { seq: 6 }),
      message("2026-11-24T15:03:00Z", { seq: 7 }),
    ],
    { ...reader, mark: { after: 4, upTo: 7 } },
  );
  expect(day?.rows.map((row) => row.firstNew)).toEqual([false, false, true, false]);
});

test("a failed message begins its own stretch", () => {
  const [day] = groupMessages(
    [
      message("2026-11-24T15:00:00Z", { authorId: "me" }),
      message("2026-11-24T15:01:00Z", { authorId: "me", state: "failed", seq: null }),
      message("2026-11-24T15:02:00Z", { authorId: "me", state: "sending", seq: null }),
    ],
    { ...reader, mark: { after: 0, upTo: 9 } },
  );
  expect(day?.rows.map((row) => row.continues)).toEqual([false, false, false]);
});

test("what comes under the reader's eyes has no mark", () => {
  const [day] = groupMessages(
    [message("2026-11-24T15:00:00Z", { seq: 4 }), message("2026-11-24T15:09:00Z", { seq: 5 })],
    { ...reader, mark: { after: 4, upTo: 4 } },
  );
  expect(day?.rows.map((row) => row.firstNew)).toEqual([false, false]);
});

test("what is on its way continues the line, and stands alone while it has to wait", () => {
  const written = [
    message("2026-11-24T15:00:00Z", { authorId: "me" }),
    message("2026-11-24T15:01:00Z", { authorId: "me", state: "sending", seq: null }),
  ];
  const continues = (waiting: boolean) =>
    groupMessages(written, { ...reader, waiting })[0]?.rows.map((row) => row.continues);
  expect(continues(false)).toEqual([false, true]);
  expect(continues(true)).toEqual([false, false]);
});
