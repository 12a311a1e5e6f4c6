import { and, eq, type SQL } from "drizzle-orm";
import { z } from "zod";
import { profiles } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";

const inputSchema = z.object({ userId: idSchema });

interface Verification {
  action: string;
  verifiedAt: Date | null;
  /** What must hold for there to be something to change. */
  before: SQL | undefined;
}

/** Sets or clears a mentor's mark of the staff, with audit. @throws DomainError as the verbs say */
export async function commitVerification(
  ctx: ReadContext,
  raw: { userId: string },
  { action, verifiedAt, before }: Verification,
): Promise<void> {
  authorize(ctx, "verify:mentor:any", raw.userId);
  const { userId } = parseInput(inputSchema, raw);
  const changed = await commitChange(ctx, {
    change: ctx.db
      .update(profiles)
      .set({ verifiedAt, updatedAt: ctx.now() })
      .where(and(eq(profiles.userId, userId), before))
      .returning({ userId: profiles.userId }),
    audit: { action, targetType: "mentor", targetId: userId, after: {} },
  });
  if (changed) return;
  const [mentor] = await ctx.db
    .select({ userId: profiles.userId })
    .from(profiles)
    .where(and(eq(profiles.userId, userId), eq(profiles.isMentor, true)));
  if (!mentor) throw new DomainError("not_found", { log: "no such mentor" });
}
