import type { Writability } from "#domain/rooms/assert-writable.ts";
import type { RoomKind } from "#domain/rooms/schema.ts";

interface Description {
  kind: RoomKind;
  title: string | null;
}

/** What a room is and what may be done in it, as it last heard from outside, in its SQLite. */
export class ChatRoomTerms {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
  }

  /** What the room is, and how one of many is called. */
  get described(): Description {
    const [row] = this.#sql.exec<{ kind: RoomKind; title: string | null }>("select kind, title from room");
    return row ?? { kind: "direct", title: null };
  }

  get isOfMany(): boolean {
    return this.described.kind !== "direct";
  }

  describe({ kind, title }: Description): void {
    this.#sql.exec("update room set kind = ?, title = ?", kind, title);
  }

  /** Whether words may be written here. */
  get writability(): Writability {
    const [row] = this.#sql.exec<{ closed: number; blocked: number }>("select closed, blocked from room");
    return { closed: row?.closed === 1, blocked: row?.blocked === 1 };
  }

  /** @returns false when it was closed already */
  close(): boolean {
    return this.#changes("update room set closed = 1 where closed = 0 returning 1");
  }

  /** @returns false when it was so already */
  setBlocked(on: boolean): boolean {
    return this.#changes("update room set blocked = ?1 where blocked <> ?1 returning 1", on ? 1 : 0);
  }

  /** Slow mode: seconds between two messages of one member; 0 is off. */
  get slowSeconds(): number {
    const [row] = this.#sql.exec<{ slow: number }>("select slow_seconds slow from room");
    return row?.slow ?? 0;
  }

  /** @returns false when it was so already */
  setSlow(seconds: number): boolean {
    return this.#changes("update room set slow_seconds = ?1 where slow_seconds <> ?1 returning 1", seconds);
  }

  #changes(update: string, ...values: number[]): boolean {
    return this.#sql.exec(update, ...values).toArray().length > 0;
  }
}
