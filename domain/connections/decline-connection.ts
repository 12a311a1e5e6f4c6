import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";
import { moveConnection } from "./move-connection.ts";
import type { ConnectionStanding } from "./schema.ts";

/**
 * Says no to an invitation. The other is not told, and may be invited by the person later.
 * @throws DomainError `not_found`, `not_allowed`, `conflict`
 */
export async function declineConnection(
  ctx: ReadContext,
  { id }: { id: string },
): Promise<ConnectionStanding> {
  const permission = "decline:connection:own";
  const userId = authorizeUser(ctx, permission, id);
  return moveConnection(ctx, { id, userId, name: "decline", permission });
}
