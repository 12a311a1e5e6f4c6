import type { RoomStanding } from "#domain/rooms/load-room-standing.ts";
import type { RoomEvent } from "#domain/rooms/protocol.ts";
import type { RoomMember } from "#domain/rooms/schema.ts";
import type { ChatRoomAudience } from "./chat-room-audience.ts";
import type { ChatRoomDoor } from "./chat-room-door.ts";
import type { ChatRoomStore } from "./chat-room-store.ts";

/** What is decided about a room outside of it, in Postgres: kept here for each write, and told to who sits in it. */
export class ChatRoomStanding {
  /** One look after the other, so that an older answer never comes after a newer one. */
  #looking: Promise<unknown> = Promise.resolve();

  constructor(
    readonly store: ChatRoomStore,
    readonly audience: ChatRoomAudience,
    readonly door: ChatRoomDoor,
    readonly publish: (event: RoomEvent) => void,
  ) {}

  /** The mentorship is over. */
  close(): void {
    if (this.store.terms.close()) this.audience.tellLoosely({ type: "closed" });
  }

  /**
   * Reads anew how the room stands, and who may stay: whoever may not is out by the time this returns.
   * @throws the database's error, so that the job which asks for it tries again
   */
  async look(roomId: string): Promise<void> {
    this.#apply(await this.#next(() => this.door.look(roomId)));
  }

  /**
   * Reads anew how one member stands: they have come, gone, or muted the room. A repeat changes nothing.
   * @throws the database's error
   */
  async lookAt(roomId: string, userId: string): Promise<void> {
    const standing = await this.#next(() => this.door.lookAt(roomId, userId));
    if (!standing) return this.leave(userId);
    this.join(standing.member);
    this.store.members.setMuted(userId, standing.muted);
  }

  join(member: RoomMember): void {
    const event = this.store.join(member, new Date().toISOString());
    if (event) this.publish(event);
  }

  leave(userId: string): void {
    const event = this.store.leave(userId, new Date().toISOString());
    if (event) this.publish(event);
  }

  /** By the alarm: where it is time to look again at who sits here. */
  async lookWhenDue(roomId: string): Promise<void> {
    this.#apply(await this.#next(() => this.door.lookWhenDue(roomId)));
  }

  #next<T>(look: () => Promise<T>): Promise<T> {
    const next = this.#looking.then(look);
    this.#looking = next.catch(() => {});
    return next;
  }

  #apply(standing: RoomStanding | null): void {
    if (!standing) return;
    if (standing.closed) this.close();
    this.#applyMembers(standing);
    const { blocked: on, slowSeconds } = standing;
    if (this.store.terms.setSlow(slowSeconds)) this.#tellPace(slowSeconds);
    if (this.store.terms.setBlocked(on)) this.audience.tellLoosely({ type: "blocked", on });
  }

  #applyMembers({ kind, title, members, blocks }: RoomStanding): void {
    this.store.terms.describe({ kind, title });
    const now = new Set(members.map(({ userId }) => userId));
    for (const { userId } of this.store.members.list()) if (!now.has(userId)) this.leave(userId);
    for (const member of members) this.join(member);
    this.store.members.setBlocks(blocks);
  }

  #tellPace(slowSeconds: number): void {
    const at = new Date().toISOString();
    this.audience.tellEach((userId) => {
      return { type: "slow", slowSeconds, waitSeconds: this.store.waitOf(userId, at) };
    });
  }
}
