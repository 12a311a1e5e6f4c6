import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";
import { moveConnection } from "./move-connection.ts";
import type { ConnectionStanding } from "./schema.ts";

/**
 * Ends a connection, whoever of the two began it. The other is not told; either may invite again.
 * @throws DomainError `not_found`, `not_allowed`, `conflict`
 */
export async function removeConnection(
  ctx: ReadContext,
  { id }: { id: string },
): Promise<ConnectionStanding> {
  const permission = "remove:connection:own";
  const userId = authorizeUser(ctx, permission, id);
  return moveConnection(ctx, { id, userId, name: "remove", permission });
}
