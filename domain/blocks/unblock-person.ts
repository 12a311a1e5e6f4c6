import { and, eq } from "drizzle-orm";
import { blocks } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { type BlockInput, blockInputSchema } from "./schema.ts";

/**
 * Takes one's own block off somebody; what ended with it stays ended, rooms that go on can be
 * written in again, and a block by the other side stays as well.
 * Without one there is nothing to do. One round trip.
 * @throws DomainError `invalid_input`
 */
export async function unblockPerson(ctx: ReadContext, raw: BlockInput): Promise<void> {
  const userId = authorizeUser(ctx, "update:block:own", raw.userId);
  const { userId: otherId } = parseInput(blockInputSchema, raw);
  await commitChange(ctx, {
    change: ctx.db
      .delete(blocks)
      .where(and(eq(blocks.blockerId, userId), eq(blocks.blockedId, otherId)))
      .returning(),
    audit: { action: "person.unblocked", targetType: "user", targetId: otherId, after: {} },
    jobs: [
      { kind: "live.look-at-rooms", userId, otherId },
      { kind: "graph.refresh-recommendations", userId },
      { kind: "graph.refresh-recommendations", userId: otherId },
    ],
  });
}
