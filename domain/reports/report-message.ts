import { z } from "zod";
import { reports } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { newId } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { findReportable } from "./find-reportable.ts";
import { limitReports } from "./limit-reports.ts";
import { reportReason } from "./schema.ts";

const inputSchema = z.object({ reason: reportReason });

/**
 * A member asks the moderators to look at another's message. Reporting twice is reporting once, until it is
 * decided: the first reason stays. The trail names the report and not the message, whose author may read the trail.
 * Two round trips and one call to the room.
 * @throws DomainError as `findReportable`, and `rate_limited`
 */
export async function reportMessage(
  ctx: ReadContext,
  raw: { roomId: string; messageId: unknown; reason: unknown },
): Promise<void> {
  authorize(ctx, "report:message:own", String(raw.messageId).slice(0, 100));
  const { reason } = parseInput(inputSchema, raw);
  const { roomId, userId, message } = await findReportable(ctx, raw);
  await limitReports(ctx, userId, message.id);
  const id = newId();
  await commitChange(ctx, {
    change: ctx.db
      .insert(reports)
      .values({
        id,
        roomId,
        messageId: message.id,
        authorId: message.authorId,
        reporterId: userId,
        reason,
        saidThen: message.body,
        createdAt: ctx.now(),
      })
      .onConflictDoNothing()
      .returning({ id: reports.id }),
    audit: {
      action: "message.reported",
      targetType: "report",
      targetId: id,
      after: { roomId },
    },
  });
}
