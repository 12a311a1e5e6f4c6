import { and, eq, sql } from "drizzle-orm";
import { pushSubscriptions } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeActor } from "../permissions.ts";
import { parseDevice } from "./parse-device.ts";
import { type ReaddressInput, readdressInputSchema } from "./schema.ts";

/**
 * A push service has given one of the person's browsers another address: it takes the place of the old one. Nobody
 * presses anything for it, and somebody else may be signed in there by then, so that it never makes a device: where the
 * old address is not this person's, or the new one stands already, all stays as it is. Where it takes place it is all that
 * this sign-in has: one browser, one device. One round trip.
 * @throws DomainError `not_signed_in`, `not_found` (there is no push here), `invalid_input`
 */
export async function readdressDevice(ctx: ReadContext, raw: ReaddressInput): Promise<void> {
  const { id: userId, sessionId } = authorizeActor(ctx, "update:device:own");
  const { from } = parseInput(readdressInputSchema, raw);
  const { endpoint, keys } = await parseDevice(ctx, raw);
  const p = pushSubscriptions;
  const isTaken = sql`exists (select 1 from ${p} as other where other.endpoint = ${endpoint} and other.id <> ${p.id})`;
  const rest = sql`${p.sessionId} = ${sessionId}::uuid and ${p.id} not in (select id from changed)`;
  await commitChange(ctx, {
    change: ctx.db
      .update(p)
      // what failed was the old address
      .set({ sessionId, endpoint, ...keys, failures: 0, failedAt: null })
      .where(and(eq(p.endpoint, from), eq(p.userId, userId), sql`not ${isTaken}`))
      .returning({ id: p.id }),
    after: [
      {
        name: "replaced",
        query: sql`delete from ${p} where ${rest} and exists (select 1 from changed)`,
      },
    ],
    audit: { action: "device.readdressed", targetType: "user", targetId: userId },
    jobs: [{ kind: "live.apply-devices", userId }],
  });
}
