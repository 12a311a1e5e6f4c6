import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";
import { moveConnection } from "./move-connection.ts";
import type { ConnectionStanding } from "./schema.ts";

/**
 * Says yes to an invitation: the two know each other from now on.
 * @throws DomainError `not_found`, `not_allowed`, `conflict`
 */
export async function acceptConnection(
  ctx: ReadContext,
  { id }: { id: string },
): Promise<ConnectionStanding> {
  const permission = "accept:connection:own";
  const userId = authorizeUser(ctx, permission, id);
  return moveConnection(ctx, { id, userId, name: "accept", permission });
}
