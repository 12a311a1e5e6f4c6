import { and, eq, sql } from "drizzle-orm";
import { pushSubscriptions, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { authorizeActor } from "../permissions.ts";
import { deviceLabel } from "./device-label.ts";
import { parseDevice } from "./parse-device.ts";
import { type DeviceInput, MAX_DEVICES } from "./schema.ts";

interface Row extends DeviceInput {
  id: string;
  userId: string;
  sessionId: string;
}

/**
 * From now on the browser of this sign-in shows the person's notifications. It takes the place of what this sign-in had
 * before, and an address that another account brought moves over with it: one browser, one person. Saying it again
 * changes nothing. Two round trips.
 * @throws DomainError `not_found` (there is no push here), `invalid_input` (no key, or not a push service's address),
 * `conflict` (too many browsers)
 */
export async function subscribeDevice(ctx: ReadContext, raw: DeviceInput): Promise<{ id: string }> {
  const { id: userId, sessionId } = authorizeActor(ctx, "update:device:own");
  const { endpoint, keys } = await parseDevice(ctx, raw);
  const [known] = await ctx.db
    .select({ id: pushSubscriptions.id, userId: pushSubscriptions.userId })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.endpoint, endpoint));
  const id = known?.id ?? newId();
  const moved = known !== undefined && known.userId !== userId;
  if (await write(ctx, { id, userId, sessionId, endpoint, keys }, moved)) return { id };
  // either it stands so already, or there is no room for it
  const [stands] = await ctx.db
    .select({ id: pushSubscriptions.id })
    .from(pushSubscriptions)
    .where(and(eq(pushSubscriptions.endpoint, endpoint), eq(pushSubscriptions.sessionId, sessionId)));
  if (stands) return stands;
  throw new DomainError("conflict", {
    log: "too many devices",
    message: `${MAX_DEVICES} of your devices show notifications, which is as many as there can be. Remove one first.`,
  });
}

function write(ctx: ReadContext, { id, userId, sessionId, endpoint, keys }: Row, moved: boolean) {
  const others = sql`select count(*) from ${pushSubscriptions}
    where user_id = ${userId}::uuid and endpoint <> ${endpoint} and session_id is distinct from ${sessionId}::uuid`;
  return commitChange(ctx, {
    // two browsers that come at once are counted one after the other
    locked: ctx.db.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update"),
    before: [
      {
        name: "replaced",
        query: sql`delete from ${pushSubscriptions} where session_id = ${sessionId}::uuid and endpoint <> ${endpoint}`,
      },
    ],
    change: sql`insert into ${pushSubscriptions} as p (id, user_id, session_id, endpoint, p256dh, auth, label, created_at)
      select ${id}::uuid, ${userId}::uuid, ${sessionId}::uuid, ${endpoint}, ${keys.p256dh}, ${keys.auth},
        ${deviceLabel(ctx.userAgent)}, ${ctx.now().toISOString()}::timestamptz
      where (${others}) < ${MAX_DEVICES}
      on conflict (endpoint) do update set user_id = excluded.user_id, session_id = excluded.session_id,
        p256dh = excluded.p256dh, auth = excluded.auth, label = excluded.label, failures = 0, failed_at = null,
        created_at = case when p.user_id = excluded.user_id then p.created_at else excluded.created_at end
      where (p.user_id, p.session_id, p.p256dh, p.auth)
        is distinct from (excluded.user_id, excluded.session_id, excluded.p256dh, excluded.auth)
      returning p.id`,
    // address and keys are whoever's browser it is, and may have to be erased; the trail may not
    audit: { action: "device.subscribed", targetType: "device", targetId: id, after: { moved } },
    jobs: [{ kind: "live.apply-devices", userId }],
  });
}
