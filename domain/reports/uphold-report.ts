import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorize, authorizeUser } from "../permissions.ts";
import { loadOpenReport } from "./load-open-report.ts";
import { oweReporters, settleReports } from "./settle-reports.ts";

const inputSchema = z.object({ id: idSchema });

/**
 * A moderator takes out a reported message, as `removeMessage` does, which settles every open report of it and
 * tells each reporter: whoever decides second changes nothing. Two round trips and one call to the room.
 * @throws DomainError `not_signed_in`, `not_allowed`, `invalid_input`, `not_found`, `conflict` (it is decided, or the
 *   message is gone already)
 */
export async function upholdReport(ctx: ReadContext, raw: { id: string }): Promise<void> {
  const target = raw.id.slice(0, 100);
  authorize(ctx, "remove:message:any", target);
  const userId = authorizeUser(ctx, "decide:report:any", target);
  const { id } = parseInput(inputSchema, raw);
  const { roomId, messageId } = await loadOpenReport(ctx, { id, userId });
  const versions = await ctx.roomReader.versions(roomId, messageId);
  if (!versions || versions.length === 0) {
    throw new DomainError("conflict", {
      message: "The message is gone already. Dismiss the report, and say so there.",
    });
  }
  const written = await commitChange(ctx, {
    change: settleReports(ctx, { roomId, messageId, userId }),
    after: [{ name: "told", query: oweReporters(ctx, "changed") }],
    audit: {
      action: "message.removed",
      targetType: "message",
      targetId: messageId,
      after: { roomId, reportId: id },
    },
    jobs: [{ kind: "live.remove-message", roomId, messageId, userId }],
  });
  if (written) return;
  await loadOpenReport(ctx, { id, userId });
  throw new DomainError("conflict", { log: "overtaken while upholding a report" });
}
