import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { authorizeUser } from "../permissions.ts";
import type { InboxState } from "./schema.ts";

const id = z.number().int().nonnegative();
const inputSchema = z.union([
  z.strictObject({ upTo: id }),
  z.strictObject({ ids: z.array(id).min(1).max(500) }),
]);

/**
 * Marks notifications of the person as read: all up to an id, or some. Every open stream hears of it.
 * What a person has looked at is no state of the product, so it leaves no audit event.
 * @throws DomainError `not_signed_in`, `invalid_input`
 */
export async function markNotificationsRead(
  ctx: ReadContext,
  input: { upTo: number } | { ids: number[] },
): Promise<InboxState> {
  const userId = authorizeUser(ctx, "update:notification:own");
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw new DomainError("invalid_input");
  return ctx.inbox.markRead(userId, parsed.data);
}
