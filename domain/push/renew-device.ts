import { and, eq, sql } from "drizzle-orm";
import { pushSubscriptions } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeActor } from "../permissions.ts";
import { renewInputSchema } from "./schema.ts";

/**
 * Somebody has signed in again, by themselves, on a browser that they had told to show notifications: it does so again.
 * One that was removed meanwhile, or is another person's, stays as it is. One round trip.
 * @throws DomainError `not_signed_in`, `invalid_input`
 */
export async function renewDevice(ctx: ReadContext, raw: { endpoint: string }): Promise<void> {
  const { id: userId, sessionId } = authorizeActor(ctx, "update:device:own");
  const { endpoint } = parseInput(renewInputSchema, raw);
  const p = pushSubscriptions;
  await commitChange(ctx, {
    change: ctx.db
      .update(p)
      .set({ sessionId })
      .where(
        and(
          eq(p.endpoint, endpoint),
          eq(p.userId, userId),
          sql`${p.sessionId} is distinct from ${sessionId}::uuid`,
        ),
      )
      .returning({ id: p.id }),
    audit: { action: "device.renewed", targetType: "user", targetId: userId },
    jobs: [{ kind: "live.apply-devices", userId }],
  });
}
