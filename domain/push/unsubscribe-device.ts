import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { pushSubscriptions } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { idSchema } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";

const inputSchema = z.object({ id: idSchema });

/**
 * One of the person's browsers shows nothing any more. Without such a one there is nothing to do.
 * @throws DomainError `not_signed_in`, `invalid_input`
 */
export async function unsubscribeDevice(ctx: ReadContext, raw: { id: string }): Promise<void> {
  const userId = authorizeUser(ctx, "update:device:own", raw.id);
  const { id } = parseInput(inputSchema, raw);
  await commitChange(ctx, {
    change: ctx.db
      .delete(pushSubscriptions)
      .where(and(eq(pushSubscriptions.id, id), eq(pushSubscriptions.userId, userId)))
      .returning({ id: pushSubscriptions.id }),
    audit: { action: "device.unsubscribed", targetType: "device", targetId: id },
    jobs: [{ kind: "live.apply-devices", userId }],
  });
}
