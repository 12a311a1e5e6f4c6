import { z } from "zod/mini";
import { writeSchema } from "#domain/rooms/protocol.ts";
import type { Outgoing } from "./room-state.ts";

const outgoingSchema = z.object({
  command: writeSchema,
  at: z.string(),
  state: z.enum(["sending", "failed"]),
  refusal: z.nullable(z.string()),
});

/**
 * What waits to be sent in a room, kept on this device under a key of its own each, so that two tabs never
 * overwrite each other's; a message that both send is one in the room, by its client id.
 */
export class OutgoingStorage {
  readonly #prefix: string;

  constructor(
    readonly storage: Storage,
    { userId, roomId }: { userId: string; roomId: string },
  ) {
    this.#prefix = `atas:outgoing:${userId}:${roomId}:`;
  }

  /** In the order of asking. */
  load(): Outgoing[] {
    const keys = Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index));
    return keys
      .filter((key) => key?.startsWith(this.#prefix))
      .flatMap((key) => parseOutgoing(this.storage.getItem(key ?? "")))
      .toSorted((a, b) => a.at.localeCompare(b.at));
  }

  keep(outgoing: Outgoing): void {
    try {
      this.storage.setItem(this.#prefix + outgoing.command.clientId, JSON.stringify(outgoing));
    } catch {
      // a full or forbidden storage costs what waits at a reload, not what is sent
    }
  }

  forget(clientId: string): void {
    this.storage.removeItem(this.#prefix + clientId);
  }
}

function parseOutgoing(text: string | null): Outgoing[] {
  try {
    const parsed = outgoingSchema.parse(JSON.parse(text ?? ""));
    return [{ ...parsed, seq: null }];
  } catch {
    return [];
  }
}
