import { DomainError } from "../errors.ts";

/**
 * Seconds, rounded up, until a member may send the next message.
 * @param slowSeconds of the room; 0 is off
 * @param lastSentAt of the member's last message, ISO 8601; null before the first
 * @param at now, ISO 8601, by the same clock
 */
export function waitOf(slowSeconds: number, lastSentAt: string | null, at: string): number {
  if (slowSeconds === 0 || lastSentAt === null) return 0;
  const passed = (Date.parse(at) - Date.parse(lastSentAt)) / 1000;
  return Math.min(slowSeconds, Math.max(0, Math.ceil(slowSeconds - passed)));
}

/** @throws DomainError `slow_mode`, with the seconds until another try makes sense */
export function assertMayFollow(wait: number): void {
  if (wait === 0) return;
  const seconds = wait === 1 ? "1 second" : `${wait} seconds`;
  throw new DomainError("slow_mode", {
    message: `This conversation is in slow mode. You can write again in ${seconds}.`,
    retryAfterSeconds: wait,
  });
}
