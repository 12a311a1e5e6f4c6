import { connectPostgres } from "#db/connect-postgres.ts";
import { recallMessages } from "#domain/rooms/recall-messages.ts";
import type { ChatRoomStore } from "./chat-room-store.ts";

/** Brings back what only the archive still holds, for whoever acts on it or reads it by its id. */
export class ChatRoomRecall {
  /** By socket: a frame that waits for the archive, and those behind it. */
  readonly #turns = new Map<string, Promise<void>>();

  constructor(
    readonly env: Env,
    readonly store: ChatRoomStore,
    readonly roomId: () => string,
  ) {}

  /**
   * Resolves when these messages are here, as far as there are such messages, with what they answer.
   * @param replies so many of the newest under each come along
   * @throws the database's error
   */
  async bring(ids: readonly string[], replies = 0): Promise<void> {
    const missing = this.#missing(ids, replies);
    if (missing.length === 0) return;
    const { db } = connectPostgres({ url: this.env.DATABASE_URL });
    this.store.takeBack(await recallMessages({ db }, { roomId: this.roomId(), ids: missing, replies }));
  }

  /**
   * Acts at once where all is here, else when it is; what comes by the same socket meanwhile keeps its turn. `act` is
   * told of the error where the archive can't be read.
   */
  inTurn(
    socketId: string,
    { ids, replies }: { ids: readonly string[]; replies: number },
    act: (error: unknown) => void,
  ): void | Promise<void> {
    const before = this.#turns.get(socketId);
    if (!before && this.#missing(ids, replies).length === 0) return act(null);
    const turn = (before ?? Promise.resolve())
      .then(() => this.bring(ids, replies))
      .then(() => act(null), act)
      .finally(() => {
        if (this.#turns.get(socketId) === turn) this.#turns.delete(socketId);
      });
    this.#turns.set(socketId, turn);
    return turn;
  }

  #missing(ids: readonly string[], replies: number): string[] {
    if (!this.store.archiveHasOlder) return [];
    return ids.filter((id) => !this.store.messages.holds(id, replies));
  }
}
