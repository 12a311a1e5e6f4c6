import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { loadRecipient } from "./load-recipient.ts";

/** Brings a person's choices to their inbox, which decides by them what it shows. A repeat is no change. */
export async function applyPreferences(ctx: JobContext, { userId }: { userId: string }): Promise<void> {
  authorize(ctx, "notify:user:any", userId);
  const recipient = await loadRecipient(ctx, { userId });
  if (recipient) await ctx.inboxWriter.setPreferences(userId, recipient.preferences);
}
