import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";
import type { InboxState } from "./schema.ts";

/**
 * The signed-in person's unread count, conversations, and the id from which the stream goes on. No round trip
 * to the database.
 * @throws DomainError `not_signed_in`
 */
export async function loadInbox(ctx: ReadContext): Promise<InboxState> {
  const userId = authorizeUser(ctx, "read:notification:own");
  return ctx.inbox.state(userId);
}
