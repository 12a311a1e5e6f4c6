import { sql } from "drizzle-orm";
import { roomMembers, rooms } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { addable } from "./addable.ts";
import { type MakeGroupInput, makeGroupInputSchema } from "./schema.ts";

/** Each new group is a word to everybody in it. */
const MADE = { limit: 10, periodMs: 3_600_000 };

/**
 * Makes a group of the signed-in person and those whom they choose, each of whom they may add; everybody is told. One
 * statement.
 * @returns the room
 * @throws DomainError `not_signed_in`, `not_allowed`, `invalid_input` (somebody whom they may not add, too),
 *   `rate_limited`
 */
export async function makeGroup(ctx: ReadContext, raw: MakeGroupInput): Promise<{ roomId: string }> {
  const userId = authorizeUser(ctx, "create:group:own");
  const input = parseInput(makeGroupInputSchema, raw);
  const memberIds = [...new Set(input.memberIds)].filter((id) => id !== userId);
  const { allowed, retryAfterMs } = await ctx.limit(`group:${userId}`, MADE);
  if (!allowed) throw new DomainError("rate_limited", { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) });
  const roomId = newId();
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  const made = await commitChange(ctx, {
    before: [
      {
        name: "chosen",
        query: sql`select id from unnest(${sql.param(memberIds)}::uuid[]) c (id) where ${addable(ctx.actor, userId, sql`c.id`)}`,
      },
    ],
    change: sql`insert into ${rooms} (id, kind, title, maker_id, member_count, created_at)
      select ${roomId}::uuid, 'group', ${input.title}, ${userId}::uuid, ${memberIds.length + 1}, ${now}
      where ${memberIds.length} > 0 and (select count(*) from chosen) = ${memberIds.length} returning *`,
    after: [
      {
        name: "members",
        query: sql`insert into ${roomMembers} (room_id, user_id, joined_at)
          select changed.id, m.id, ${now} from changed,
            (select ${userId}::uuid as id union all select id from chosen) m`,
      },
    ],
    audit: {
      action: "group.made",
      targetType: "room",
      targetId: roomId,
      after: { title: input.title, members: [userId, ...memberIds] },
    },
    jobs: [
      ...[userId, ...memberIds].map((id) => ({ kind: "live.sync-room-member" as const, roomId, userId: id })),
      ...memberIds.map((id) => ({ kind: "live.notify-group" as const, roomId, userId: id, byId: userId })),
    ],
  });
  if (made) return { roomId };
  const message = "Choose people whom you know or are in a mentorship with.";
  throw new DomainError("invalid_input", { message, fields: { memberIds: message } });
}
