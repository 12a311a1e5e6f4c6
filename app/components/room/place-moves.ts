import type { RoomMove } from "#domain/rooms/schema.ts";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { namesInWords } from "./reaction-words.ts";

export interface PlacedMoves {
  /** By the key of the message before which they stand. */
  before: ReadonlyMap<string, RoomMove[]>;
  /** After the last message that is shown. */
  after: RoomMove[];
}

/**
 * Where comings and goings stand among the messages that are shown.
 * @param shown `hasOlder`: what came before the first message is not shown, nor are moves of then; `hasNewer` likewise
 */
export function placeMoves(
  messages: readonly RoomMessage[],
  moves: readonly RoomMove[],
  shown: { hasOlder: boolean; hasNewer: boolean },
): PlacedMoves {
  const before = new Map<string, RoomMove[]>();
  const after: RoomMove[] = [];
  const first = messages.find(({ seq }) => seq !== null)?.seq ?? 0;
  for (const move of moves) {
    if (shown.hasOlder && move.seq < first) continue;
    const next = messages.find(({ seq }) => seq === null || seq > move.seq);
    if (next) before.set(next.key, [...(before.get(next.key) ?? []), move]);
    else if (!shown.hasNewer) after.push(move);
  }
  return { before, after };
}

/** "Ada and Lin joined. Bo left." */
export function movesInWords(moves: readonly RoomMove[], nameOf: (move: RoomMove) => string): string {
  const sentence = (type: RoomMove["type"]) => {
    const names = [...new Set(moves.filter((move) => move.type === type).map(nameOf))];
    return names.length > 0 ? `${namesInWords(names)} ${type}.` : "";
  };
  return [sentence("joined"), sentence("left")].filter(Boolean).join(" ");
}
