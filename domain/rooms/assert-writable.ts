import { DomainError } from "../errors.ts";

/** How a room stands for those who want to write in it. */
export interface Writability {
  /** The mentorship is over. */
  closed: boolean;
  /** It is between two people of whom one has blocked the other. */
  blocked: boolean;
}

/**
 * The one rule of whether words may be sent and changed in a room; taking one's own back is a change as well.
 * An ended mentorship is said first: it stays when a block is taken off, and tells nothing of one.
 * @throws DomainError `conflict` (the mentorship is over), `not_writable` (a block stands between the two)
 */
export function assertWritable({ closed, blocked }: Writability): void {
  if (closed) throw new DomainError("conflict", { message: "This mentorship has ended." });
  if (blocked) throw new DomainError("not_writable");
}
