/** "Is writing" is said again this often while it lasts, and believed a little longer. */
const AGAIN_MS = 4_000;
const BELIEVED_MS = 8_000;

/** Says that the reader writes for as long as they do, and stops believing it of others in time. */
export class TypingTimes {
  readonly #ends = new Map<string, ReturnType<typeof setTimeout>>();
  #again: ReturnType<typeof setInterval> | undefined;

  constructor(readonly does: { tell(on: boolean): void; onEnded(userId: string): void }) {}

  say(on: boolean): void {
    clearInterval(this.#again);
    this.does.tell(on);
    if (on) this.#again = setInterval(() => this.does.tell(true), AGAIN_MS);
  }

  believe(userId: string, on: boolean): void {
    clearTimeout(this.#ends.get(userId));
    this.#ends.delete(userId);
    if (on)
      this.#ends.set(
        userId,
        setTimeout(() => this.does.onEnded(userId), BELIEVED_MS),
      );
  }

  stop(): void {
    clearInterval(this.#again);
    for (const timer of this.#ends.values()) clearTimeout(timer);
  }
}
