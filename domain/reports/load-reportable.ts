import { and, eq, isNull } from "drizzle-orm";
import { reports, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { lineOf } from "../rooms/schema.ts";
import { findReportable } from "./find-reportable.ts";

export interface Reportable {
  roomId: string;
  messageId: string;
  authorName: string;
  /** Its first words, or else what its files are called. */
  excerpt: string;
  /** The person has reported it, and nobody has decided yet: it may have been changed since a decision. */
  reported: boolean;
}

/**
 * What stands above the form of a report. Two round trips and one call to the room.
 * @throws DomainError as `findReportable`
 */
export async function loadReportable(
  ctx: ReadContext,
  raw: { roomId: string; messageId: unknown },
): Promise<Reportable> {
  const { roomId, userId, message } = await findReportable(ctx, raw);
  const [[author], own] = await ctx.db.batch([
    ctx.db.select({ name: users.name }).from(users).where(eq(users.id, message.authorId)),
    ctx.db
      .select({ id: reports.id })
      .from(reports)
      .where(
        and(
          eq(reports.roomId, roomId),
          eq(reports.messageId, message.id),
          eq(reports.reporterId, userId),
          isNull(reports.decision),
        ),
      ),
  ]);
  return {
    roomId,
    messageId: message.id,
    authorName: author?.name ?? "Somebody who has left",
    excerpt: lineOf(message),
    reported: own.length > 0,
  };
}
