import { sql } from "drizzle-orm";
import { z } from "zod";
import { connections } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { visibleTo } from "../profiles/visible-to.ts";
import { limitInvitations } from "./limit-invitations.ts";
import { moveConnection } from "./move-connection.ts";
import { type ConnectionStanding, connectionStates, type InviteInput, inviteInputSchema } from "./schema.ts";

/**
 * Invites somebody whom the person may see to be connected. Who is invited by the other already says yes by it, so
 * that two who invite each other at the same moment are connected. After a no, a withdrawal or a removal it is
 * possible again; inviting twice is inviting once.
 * @throws DomainError `invalid_input`, `not_found` (nobody to be seen), `rate_limited`, `conflict`
 */
export async function inviteConnection(ctx: ReadContext, raw: InviteInput): Promise<ConnectionStanding> {
  const permission = "invite:connection:own";
  const userId = authorizeUser(ctx, permission, raw.userId);
  const { userId: otherId } = parseInput(inviteInputSchema, raw);
  if (otherId === userId) {
    const message = "You know yourself already.";
    throw new DomainError("invalid_input", { message, fields: { userId: message } });
  }
  const pair = { userId, otherId };
  let link = await loadLink(ctx, pair);
  if (!isOpen(link)) {
    if (!link.visible) {
      ctx.waitUntil(recordDenial(ctx, permission, otherId));
      throw new DomainError("not_found", { log: "nobody to be seen" });
    }
    await limitInvitations(ctx, userId, otherId);
    const id = link.id ?? newId();
    if (await commitInvitation(ctx, pair, link, id)) return { id, state: "invited" };
    link = await loadLink(ctx, pair);
    if (!isOpen(link)) throw new DomainError("conflict", { log: "overtaken while inviting" });
  }
  const { id, state, invitedBy } = link;
  if (state === "connected" || invitedBy === userId) return { id, state };
  return moveConnection(ctx, { id, userId, name: "accept", permission });
}

interface Pair {
  userId: string;
  otherId: string;
}

const linkSchema = z.object({
  id: z.string().nullable(),
  state: z.enum(connectionStates).nullable(),
  invitedBy: z.string().nullable(),
  /** Whether the person may see the other. */
  visible: z.boolean(),
});
type Link = z.infer<typeof linkSchema>;

/** Connected, or one of the two waits for the other. */
const isOpen = (link: Link): link is Link & { id: string; state: "invited" | "connected" } =>
  link.id !== null && (link.state === "invited" || link.state === "connected");

async function loadLink(ctx: ReadContext, pair: Pair): Promise<Link> {
  const { rows } = await ctx.db.execute(sql`
    select c.id, c.state, c.invited_by as "invitedBy", ${mayInvite(pair)} as visible
    from (select 1) one left join ${connections} c on ${isPair(pair)}`);
  return linkSchema.parse(rows[0]);
}

const isPair = ({ userId, otherId }: Pair) => sql`c.low_id = least(${userId}::uuid, ${otherId}::uuid)
  and c.high_id = greatest(${userId}::uuid, ${otherId}::uuid)`;

const mayInvite = ({ userId, otherId }: Pair) =>
  sql`exists (select 1 from profiles p where p.user_id = ${otherId}::uuid and ${visibleTo(userId, "p")})`;

function commitInvitation(ctx: ReadContext, pair: Pair, link: Link, id: string): Promise<boolean> {
  const { userId, otherId } = pair;
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  return commitChange(ctx, {
    // a row that came in between is the other's invitation, and is left as it is
    change: link.id
      ? sql`update ${connections} as c set state = 'invited', invited_by = ${userId}::uuid, since = ${now},
            updated_at = greatest(${now}, c.updated_at + interval '1 millisecond')
          where c.id = ${id} and c.state = 'removed' and ${mayInvite(pair)} returning c.*`
      : sql`insert into ${connections} (id, low_id, high_id, state, invited_by, since, updated_at)
          select ${id}::uuid, least(${userId}::uuid, ${otherId}::uuid), greatest(${userId}::uuid, ${otherId}::uuid),
            'invited', ${userId}::uuid, ${now}, ${now} where ${mayInvite(pair)}
          on conflict do nothing returning *`,
    audit: {
      action: "connection.invited",
      targetType: "connection",
      targetId: id,
      before: { state: link.state },
      after: { state: "invited", with: otherId },
    },
    jobs: [
      {
        kind: "live.notify-connection",
        userId: otherId,
        connectionId: id,
        event: "connection.invited",
      },
    ],
  });
}
