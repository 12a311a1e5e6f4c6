import { sql } from "drizzle-orm";
import { notificationPreferences } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import type { Recipient } from "./load-recipient.ts";
import { nextDigestAt } from "./next-digest.ts";
import type { Preferences } from "./schema.ts";

/**
 * Writes preferences over those that were loaded, and owes their way to the inbox.
 * @returns false when they were changed since they were loaded
 */
export function commitPreferences(
  ctx: ReadContext,
  { id: userId, timeZone, preferences: before }: Recipient,
  next: Omit<Preferences, "version">,
  action: string,
): Promise<boolean> {
  // unauthorised: the verb that makes the change has asked
  const { choices, quiet, digest } = next;
  const now = ctx.now();
  const due = nextDigestAt(digest, timeZone, now)?.toISOString() ?? null;
  const row = sql`${userId}::uuid, ${JSON.stringify(choices)}::jsonb, ${quiet?.from ?? null}::smallint,
    ${quiet?.until ?? null}::smallint, ${digest}, ${due}::timestamptz, ${now.toISOString()}::timestamptz`;
  return commitChange(ctx, {
    change: sql`insert into ${notificationPreferences} as p
        (user_id, choices, quiet_from, quiet_until, digest, next_digest_at, updated_at, version)
      select ${row}, 1
      on conflict (user_id) do update set choices = excluded.choices, quiet_from = excluded.quiet_from,
        quiet_until = excluded.quiet_until, digest = excluded.digest, next_digest_at = excluded.next_digest_at,
        updated_at = excluded.updated_at, version = p.version + 1
      where p.version = ${before.version} returning p.*`,
    audit: {
      ...{ action, targetType: "notification-preferences", targetId: userId, actorId: userId },
      before: { choices: before.choices, quiet: before.quiet, digest: before.digest },
      after: { choices, quiet, digest },
    },
    jobs: [{ kind: "live.apply-preferences", userId }],
  });
}
