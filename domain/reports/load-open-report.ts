import { eq } from "drizzle-orm";
import { reports, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";

/**
 * What an open report is about. One round trip; for a verb that decides, and has asked who may.
 * @throws DomainError `not_found`; `conflict` with who has decided what
 */
export async function loadOpenReport(
  { db }: Pick<ReadContext, "db">,
  id: string,
): Promise<{ roomId: string; messageId: string }> {
  const { roomId, messageId, decision } = reports;
  const [report] = await db
    .select({ roomId, messageId, decision, by: users.name })
    .from(reports)
    .leftJoin(users, eq(users.id, reports.decidedBy))
    .where(eq(reports.id, id));
  if (!report) throw new DomainError("not_found", { log: "no such report" });
  if (report.decision === null) return report;
  const done = report.decision === "removed" ? "taken the message out" : "dismissed this report";
  throw new DomainError("conflict", { message: `${report.by ?? "Somebody"} has ${done} already.` });
}
