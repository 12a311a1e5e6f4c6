import { Server } from "partyserver";
import type { Message, MessageVersion, RoomChange, RoomSnapshot } from "#domain/rooms/schema.ts";
import { changesIn } from "./chat-room-changes.ts";
import { MAX_REPLIES } from "./chat-room-commands.ts";
import { ChatRoomRecall } from "./chat-room-recall.ts";
import { ChatRoomStore, SNAPSHOT_MESSAGES } from "./chat-room-store.ts";

/** What is read of a room by RPC, for pages and for the archive: nothing here changes it. */
export abstract class ChatRoomReads extends Server<Env> {
  protected readonly store = new ChatRoomStore(this.ctx.storage);

  protected readonly recall = new ChatRoomRecall(this.env, this.store, () => this.name);

  /** Resolves when the room knows what the archive and the members' list know of it. */
  protected abstract ready(): Promise<void>;

  /** @param readerId whose picture of the room it is */
  async snapshot(readerId: string | null = null): Promise<RoomSnapshot> {
    await this.ready();
    return this.store.snapshot(SNAPSHOT_MESSAGES, readerId);
  }

  /**
   * Messages before an event's number, oldest first; `inArchive`: the archive holds what is older still, and `single`
   * ones of that stand here as they are now.
   */
  async history(
    beforeSeq: number,
    limit: number,
  ): Promise<{ messages: Message[]; more: boolean; single: Message[]; inArchive: boolean }> {
    await this.ready();
    return { ...this.store.history(beforeSeq, limit), inArchive: this.store.archiveHasOlder };
  }

  /**
   * Messages after an event's number, oldest first, of those from event `since` on, which are all here; of those before
   * it `single` ones are.
   */
  async historyAfter(
    afterSeq: number,
    limit: number,
  ): Promise<{ messages: Message[]; more: boolean; since: number; single: Message[] }> {
    await this.ready();
    return this.store.historyAfter(afterSeq, limit);
  }

  async thread(messageId: string): Promise<Message[]> {
    await this.ready();
    await this.recall.bring([messageId], MAX_REPLIES);
    return this.store.messages.thread(messageId, MAX_REPLIES);
  }

  /** Of the newest messages those that hold all the words, and those with these ids as they stand now. */
  async search(words: string[], ids: string[]): Promise<Message[]> {
    await this.ready();
    return this.store.messages.search(words, ids);
  }

  async firstSince(since: string): Promise<number | null> {
    await this.ready();
    return this.store.messages.firstSince(since);
  }

  async versions(messageId: string): Promise<MessageVersion[] | null> {
    await this.ready();
    await this.recall.bring([messageId]);
    return this.store.versions(messageId);
  }

  /** Every change of a message in a range of events, for the archive. */
  async changes(fromSeq: number, toSeq: number): Promise<RoomChange[]> {
    return changesIn(this.store, fromSeq, toSeq);
  }
}
