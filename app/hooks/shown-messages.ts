import { changeMessage } from "#domain/rooms/apply-event.ts";
import type { RoomEvent, Write } from "#domain/rooms/protocol.ts";
import { lineOf, type Message, plainMessage } from "#domain/rooms/schema.ts";
import type { Outgoing, RoomState } from "./room-state.ts";

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

/** What the reader sees of the room, in order: the past where they went there, else its newest messages. */
export const shownMessages = (state: RoomState, userId: string): RoomMessage[] =>
  state.past ? asShown(state.past.messages, state, userId) : newestMessages(state, userId);

/** The end of the room: its newest messages as the reader asked for them, then what is on its way. */
export function newestMessages(state: RoomState, userId: string): RoomMessage[] {
  const held = state.snapshot?.messages ?? [];
  const here = ({ threadId, inRoom }: Extract<Write, { type: "send" }>) => !threadId || inRoom === true;
  return [...asShown(held, state, userId), ...underWay(state, userId, here)];
}

/** The open thread in the same manner: its message, the replies, then those on their way. Empty until it has come. */
export function shownThread(state: RoomState, userId: string): RoomMessage[] {
  const { thread } = state;
  if (!thread?.messages) return [];
  const here = ({ threadId }: Extract<Write, { type: "send" }>) => threadId === thread.messageId;
  return [...asShown(thread.messages, state, userId), ...underWay(state, userId, here)];
}

/** What is pinned, the newest pin first. */
export const shownPins = (state: RoomState, userId: string): RoomMessage[] =>
  asShown(state.snapshot?.pins ?? [], state, userId).reverse();

/** The room's messages, each as the reader wants it where the room has not said so yet. */
function asShown(messages: readonly Message[], { keys, outgoing }: RoomState, userId: string): RoomMessage[] {
  const asked = new Map<string, Outgoing[]>();
  for (const one of outgoing) {
    if (!("messageId" in one.command)) continue;
    const { messageId } = one.command;
    asked.set(messageId, [...(asked.get(messageId) ?? []), one]);
  }
  return messages.map((message): RoomMessage => {
    const wanted = message.deletedAt ? [] : (asked.get(message.id) ?? []);
    const { version: _, ...shown } = wanted.reduce(
      (now, { command, at }) => withWish(now, command, { at, userId }),
      message,
    );
    const rewritten = wanted.some(({ command: { type } }) => type === "edit" || type === "delete");
    const clientId = keys[message.id] ?? null;
    const state = rewritten ? "sending" : "sent";
    return { ...shown, key: clientId ?? message.id, clientId, state, refusal: null };
  });
}

function withWish(message: Message, command: Write, by: { at: string; userId: string }): Message {
  const event = wishedEvent(message, command, by);
  return event ? changeMessage(message, event) : message;
}

/** The event that the command would become, were it the next one. */
function wishedEvent(
  message: Message,
  command: Write,
  { at, userId }: { at: string; userId: string },
): RoomEvent | null {
  const next = { seq: message.version + 1, at, messageId: message.id };
  switch (command.type) {
    case "send":
      return null;
    case "edit":
      return { type: "edited", ...next, body: command.body, mentions: message.mentions };
    case "delete":
      return { type: "deleted", ...next, by: null };
    case "react":
      return { type: "reacted", ...next, userId, emoji: command.emoji, on: command.on };
    case "pin":
      return command.on
        ? { type: "pinned", ...next, by: userId, message }
        : { type: "unpinned", ...next, by: userId };
  }
}

function underWay(
  { outgoing, snapshot }: RoomState,
  authorId: string,
  here: (command: Extract<Write, { type: "send" }>) => boolean,
): RoomMessage[] {
  return outgoing.flatMap(({ command, at, state, refusal, seq }): RoomMessage[] => {
    if (command.type !== "send" || !here(command)) return [];
    const { clientId, body, quoteId, attachments = [] } = command;
    const quoted = quoteId ? snapshot?.messages.find(({ id }) => id === quoteId) : undefined;
    const quote = quoted && {
      messageId: quoted.id,
      seq: quoted.seq,
      authorId: quoted.authorId,
      excerpt: lineOf(quoted),
    };
    const ids = { key: clientId, clientId, id: null, seq, threadId: command.threadId ?? null };
    return [
      {
        ...plainMessage,
        ...ids,
        authorId,
        body,
        attachments,
        sentAt: at,
        quote: quote ?? null,
        state,
        refusal,
      },
    ];
  });
}
