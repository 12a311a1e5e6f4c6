import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { authorizeUser } from "../permissions.ts";
import { type InboxEvent, kindsShown, notificationFilters } from "./schema.ts";

const inputSchema = z.object({
  before: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(100).default(30),
  show: z.enum(notificationFilters).default("all"),
});

/**
 * A page of the person's notifications, newest first; `before` is the last id of the page before, `show` a filter.
 * @throws DomainError `not_signed_in`, `invalid_input`
 */
export async function listNotifications(
  ctx: ReadContext,
  input: z.input<typeof inputSchema>,
): Promise<{ notifications: InboxEvent[]; more: boolean }> {
  const userId = authorizeUser(ctx, "read:notification:own");
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw new DomainError("invalid_input");
  const { before, limit, show } = parsed.data;
  const found = await ctx.inbox.list(userId, {
    before,
    limit: limit + 1,
    kinds: kindsShown(show),
    unread: show === "new",
  });
  return { notifications: found.slice(0, limit), more: found.length > limit };
}
