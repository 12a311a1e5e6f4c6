import { and, eq, sql } from "drizzle-orm";
import { mentorMarks, profiles } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { visibleTo } from "../profiles/visible-to.ts";
import { type Mark, type MarkInput, markInputSchema } from "./schema.ts";

/**
 * Keeps a mentor for later, or says that they are not for the person, for nobody else to see: who is not for one
 * leaves one's recommendations and suggestions. One mark a mentor; the later takes the earlier's place.
 * @throws DomainError `invalid_input`, `not_found` (no mentor to be seen)
 */
export async function markMentor(ctx: ReadContext, raw: MarkInput): Promise<Mark> {
  const permission = "update:mark:own";
  const userId = authorizeUser(ctx, permission, raw.mentorId);
  const { mentorId, kind, ...input } = parseInput(markInputSchema, raw);
  const reason = (kind === "not_interested" && input.reason) || null;
  if (mentorId === userId) throw new DomainError("invalid_input", { message: "You can't mark yourself." });
  const mentor = and(eq(profiles.userId, mentorId), eq(profiles.isMentor, true), visibleTo(userId));
  const written = await commitChange(ctx, {
    change: sql`insert into ${mentorMarks} as m (user_id, mentor_id, kind, reason, at)
      select ${userId}::uuid, ${profiles.userId}, ${kind}, ${reason}::text, ${ctx.now().toISOString()}::timestamptz
      from ${profiles} where ${mentor}
      on conflict (user_id, mentor_id) do update set kind = excluded.kind, reason = excluded.reason, at = excluded.at
        where (m.kind, m.reason) is distinct from (excluded.kind, excluded.reason) returning *`,
    // The reason is private and may have to be erased; the trail may not.
    audit: { action: "mark.set", targetType: "mentor", targetId: mentorId, after: { kind } },
    jobs: [{ kind: "graph.refresh-recommendations", userId }],
  });
  if (written) return { kind, reason };
  // Either it stands so already, or there is nobody to be seen.
  const [seen] = await ctx.db.select({ userId: profiles.userId }).from(profiles).where(mentor);
  if (seen) return { kind, reason };
  ctx.waitUntil(recordDenial(ctx, permission, mentorId));
  throw new DomainError("not_found", { log: "no such mentor, or not to be seen" });
}
