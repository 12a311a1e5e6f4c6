import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { mentorMarks } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { idSchema } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";

const inputSchema = z.object({ mentorId: idSchema });

/**
 * Takes the mark off a mentor, whichever it was. Without one there is nothing to do.
 * @throws DomainError `invalid_input`
 */
export async function unmarkMentor(ctx: ReadContext, raw: { mentorId: string }): Promise<void> {
  const userId = authorizeUser(ctx, "update:mark:own", raw.mentorId);
  const { mentorId } = parseInput(inputSchema, raw);
  await commitChange(ctx, {
    change: ctx.db
      .delete(mentorMarks)
      .where(and(eq(mentorMarks.userId, userId), eq(mentorMarks.mentorId, mentorId)))
      .returning(),
    audit: { action: "mark.removed", targetType: "mentor", targetId: mentorId, after: {} },
    jobs: [{ kind: "graph.refresh-recommendations", userId }],
  });
}
