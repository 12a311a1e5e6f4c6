import type { QueueMessage } from "#domain/outbox/jobs.ts";
import type { ChatRoomOutbox, Push } from "./chat-room-outbox.ts";
import { logWarning } from "./log.ts";

/** A member's inbox hears of the room at most this often. */
const PUSH_EVERY_MS = 1_000;
const RETRY_MS = 5_000;

/** Brings what the room owes to inboxes and archive queue, from the alarm alone, and tries again until it is taken. */
export class ChatRoomCourier {
  #alarmAtMs: number | null = null;
  #nextPushAtMs = 0;

  constructor(
    readonly state: DurableObjectState,
    readonly env: Env,
    readonly outbox: ChatRoomOutbox,
    /** What else the room's one alarm is for, in milliseconds since 1970. */
    readonly otherDue: () => number | null,
  ) {}

  /** Sets the alarm for the earliest thing owed; it commits with the writes of the same turn. */
  wake(): void {
    const due = [
      this.outbox.pushOwed ? this.#nextPushAtMs : null,
      this.outbox.nextRangeAt(),
      // goes through all sockets, and is only ever put off: an alarm that stands was set with it in view
      this.#alarmAtMs === null ? this.otherDue() : null,
    ];
    const known = due.filter((at) => at !== null);
    if (known.length === 0) return;
    const atMs = Math.max(Date.now(), Math.min(...known));
    if (this.#alarmAtMs !== null && this.#alarmAtMs <= atMs) return;
    this.#alarmAtMs = atMs;
    this.state.waitUntil(this.state.storage.setAlarm(atMs));
  }

  /** @param present ids of the people in the room */
  async deliver(roomId: string, present: ReadonlySet<string>): Promise<void> {
    const nowMs = Date.now();
    this.#alarmAtMs = null;
    if (nowMs >= this.#nextPushAtMs) {
      this.#nextPushAtMs = nowMs + PUSH_EVERY_MS;
      await this.#push(roomId, this.outbox.takePushes(roomId, present));
    }
    await Promise.all(this.outbox.takeDueRanges(nowMs).map((range) => this.#sendRange({ roomId, ...range })));
    this.wake();
  }

  /** Tells the inboxes side by side, and writes down together which of them have it: each write by itself is a commit. */
  async #push(roomId: string, pushes: Push[]): Promise<void> {
    const told = await Promise.all(
      pushes.map(async ({ userId, summary, notification }) => {
        const inbox = this.env.USER_INBOX.getByName(userId);
        try {
          await inbox.pushRoom(summary);
          if (notification) await inbox.deliver(notification);
          return true;
        } catch (error) {
          logWarning("inbox not reached", error, { "room.id": roomId });
          return false;
        }
      }),
    );
    pushes.forEach(({ userId, notification, through }, n) => {
      if (told[n]) this.outbox.confirmPush(userId, notification !== null, through);
      else this.outbox.owePush(userId);
    });
    if (told.includes(false)) this.#nextPushAtMs = Date.now() + RETRY_MS;
  }

  async #sendRange(range: { id: string; roomId: string; fromSeq: number; toSeq: number }): Promise<void> {
    const { id, ...job } = range;
    const message: QueueMessage = {
      id,
      requestId: `room-${job.roomId}`,
      job: { kind: "live.archive-room", ...job },
    };
    try {
      await this.env.LIVE_QUEUE.send(message);
    } catch (error) {
      logWarning("archive queue did not take a range", error, { "room.id": job.roomId });
      this.outbox.returnRange(id, Date.now() + RETRY_MS);
    }
  }
}
