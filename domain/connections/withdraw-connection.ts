import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";
import { moveConnection } from "./move-connection.ts";
import type { ConnectionStanding } from "./schema.ts";

/**
 * Takes an invitation back before it is answered.
 * @throws DomainError `not_found`, `not_allowed`, `conflict`
 */
export async function withdrawConnection(
  ctx: ReadContext,
  { id }: { id: string },
): Promise<ConnectionStanding> {
  const permission = "withdraw:connection:own";
  const userId = authorizeUser(ctx, permission, id);
  return moveConnection(ctx, { id, userId, name: "withdraw", permission });
}
