import { and, eq, isNull, ne } from "drizzle-orm";
import { reports } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { loadOpenReport } from "./load-open-report.ts";
import { dismissInputSchema } from "./schema.ts";

/**
 * A moderator has looked and leaves the message where it stands, for a reason that other moderators read; its reporter
 * hears of the decision alone. Other reports of the same message stay open: each has words of its own. One round trip.
 * @throws DomainError `not_signed_in`, `not_allowed`, `invalid_input`, `not_found`, `conflict` (it is decided),
 * `not_allowed` as well for who wrote the message
 */
export async function dismissReport(ctx: ReadContext, raw: { id: string; reason: unknown }): Promise<void> {
  const userId = authorizeUser(ctx, "decide:report:any", raw.id.slice(0, 100));
  const { id, reason } = parseInput(dismissInputSchema, raw);
  const written = await commitChange(ctx, {
    change: ctx.db
      .update(reports)
      .set({
        ...{ decision: "dismissed", decidedBy: userId, decidedAt: ctx.now(), decisionReason: reason },
        saidThen: null,
      })
      .where(and(eq(reports.id, id), isNull(reports.decision), ne(reports.authorId, userId)))
      .returning({ id: reports.id }),
    audit: {
      action: "report.dismissed",
      targetType: "report",
      targetId: id,
      after: { decision: "dismissed" },
    },
    jobs: [{ kind: "live.notify-report", reportId: id }],
  });
  if (written) return;
  await loadOpenReport(ctx, { id, userId });
  throw new DomainError("conflict", { log: "overtaken while dismissing a report" });
}
