import type { Message } from "#domain/rooms/protocol.ts";
import type { RoomState } from "./room-state.ts";

/** A message as a page shows it: what the room holds, and what is on its way. */
export interface RoomMessage extends Omit<Message, "id" | "seq" | "version"> {
  /** Stays the same from typing to the room's answer. */
  key: string;
  id: string | null;
  clientId: string | null;
  seq: number | null;
  state: "sending" | "sent" | "failed";
  refusal: string | null;
}

/** All messages in the order in which a page shows them: the room's as the reader asked for them, then what is on its way. */
export function shownMessages(state: RoomState, userId: string): RoomMessage[] {
  const asked = changesAsked(state);
  const held = (state.snapshot?.messages ?? []).map(({ version: _, ...message }): RoomMessage => {
    const clientId = state.keys[message.id] ?? null;
    const shown = {
      ...message,
      key: clientId ?? message.id,
      clientId,
      state: "sent",
      refusal: null,
    } as const;
    const change = message.deletedAt ? undefined : asked.get(message.id);
    return change ? { ...shown, ...change, state: "sending" } : shown;
  });
  const underWay = state.outgoing.flatMap(({ command, at, state: progress, refusal, seq }): RoomMessage[] => {
    if (command.type !== "send") return [];
    const { clientId, body } = command;
    const ids = { key: clientId, clientId, id: null, seq };
    const times = { sentAt: at, editedAt: null, deletedAt: null };
    return [{ ...ids, ...times, authorId: userId, body, state: progress, refusal }];
  });
  return [...held, ...underWay];
}

/** By message id: how the reader wants it, where the room has not said so yet. */
function changesAsked({ outgoing }: RoomState): Map<string, Partial<RoomMessage>> {
  const asked = new Map<string, Partial<RoomMessage>>();
  for (const { command, at } of outgoing) {
    if (command.type === "edit") asked.set(command.messageId, { body: command.body, editedAt: at });
    if (command.type === "delete") asked.set(command.messageId, { body: "", deletedAt: at });
  }
  return asked;
}
