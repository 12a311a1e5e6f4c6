import { eq } from "drizzle-orm";
import { reports, users } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";

/**
 * What an open report is about. One round trip; for a verb that decides, and has asked who may.
 * @throws DomainError `not_found`; `conflict` with who has decided what; `not_allowed` for who wrote the message
 */
export async function loadOpenReport(
  ctx: ReadContext,
  { id, userId }: { id: string; userId: string },
): Promise<{ roomId: string; messageId: string }> {
  const { roomId, messageId, authorId, decision } = reports;
  const [report] = await ctx.db
    .select({ roomId, messageId, authorId, decision, by: users.name })
    .from(reports)
    .leftJoin(users, eq(users.id, reports.decidedBy))
    .where(eq(reports.id, id));
  if (!report) throw new DomainError("not_found", { log: "no such report" });
  if (report.decision === null && report.authorId !== userId) return report;
  if (report.decision === null) {
    ctx.waitUntil(recordDenial(ctx, "decide:report:any", id));
    throw new DomainError("not_allowed", {
      log: "the report is about the moderator's own message",
      message: "This is about a message of yours: somebody else decides.",
    });
  }
  const done = report.decision === "removed" ? "taken the message out" : "dismissed this report";
  throw new DomainError("conflict", { message: `${report.by ?? "Somebody"} has ${done} already.` });
}
