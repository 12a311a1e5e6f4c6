import { expect, test } from "vitest";
import { plainMessage, type RoomMove } from "#domain/rooms/schema.ts";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { movesInWords, placeMoves } from "./place-moves.ts";

const at = "2026-11-24T10:00:00.000Z";
const said = (seq: number | null): RoomMessage => ({
  ...plainMessage,
  ...{ key: `m${seq}`, id: `m${seq}`, clientId: null, seq, authorId: "ada", body: "words", sentAt: at },
  ...{ state: "sent", refusal: null },
});
const move = (seq: number, name: string, type: RoomMove["type"] = "joined"): RoomMove => ({
  ...{ seq, at, type, name },
  userId: name,
});
const seqs = (moves?: RoomMove[]) => moves?.map(({ seq }) => seq);

test("stand before the next message, and the last ones after all", () => {
  const { before, after } = placeMoves(
    [said(3), said(6)],
    [move(1, "a"), move(4, "b"), move(5, "c"), move(7, "d")],
    {
      ...{ hasOlder: false, hasNewer: false },
    },
  );
  expect(seqs(before.get("m3"))).toEqual([1]);
  expect(seqs(before.get("m6"))).toEqual([4, 5]);
  expect(seqs(after)).toEqual([7]);
});

test("are not shown of a time whose messages are not", () => {
  const { before, after } = placeMoves([said(3)], [move(1, "a"), move(7, "d")], {
    hasOlder: true,
    hasNewer: true,
  });
  expect([before.size, after]).toEqual([0, []]);
});

test("stand before what is on its way", () => {
  expect(
    seqs(placeMoves([said(null)], [move(9, "a")], { hasOlder: false, hasNewer: false }).before.get("mnull")),
  ).toEqual([9]);
});

test("are one sentence each for who came and who went", () => {
  const moves = [
    move(1, "Ada"),
    move(2, "Lin"),
    move(3, "Bo", "left"),
    move(4, "Ada", "left"),
    move(5, "Ada"),
  ];
  expect(movesInWords(moves, ({ name }) => name)).toBe("Ada and Lin joined. Bo and Ada left.");
  expect(movesInWords([move(3, "Bo", "left")], ({ name }) => name)).toBe("Bo left.");
});
