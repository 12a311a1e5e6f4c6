import { sql } from "drizzle-orm";
import { roomMembers, rooms } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser, may } from "../permissions.ts";
import { addable } from "./addable.ts";
import { loadGroup } from "./load-group.ts";
import { type AddMembersInput, addMembersInputSchema, MAX_GROUP_MEMBERS } from "./schema.ts";

/**
 * Adds people to a group: its maker those whom they may add, an admin anybody. They are told. Who is in it already
 * changes nothing. Two round trips.
 * @throws DomainError `not_signed_in`, `not_allowed`, `invalid_input` (somebody whom they may not add, too),
 *   `not_found` (somebody else's group), `no_capacity`
 */
export async function addMembers(ctx: ReadContext, raw: AddMembersInput): Promise<void> {
  const permission = may(ctx.actor, "add:room-member:any") ? "add:room-member:any" : "add:room-member:own";
  const userId = authorizeUser(ctx, permission, String(raw.roomId).slice(0, 100));
  const { roomId, memberIds } = parseInput(addMembersInputSchema, raw);
  const { present, count } = await loadGroup(ctx, { roomId, userId, act: "add" });
  const fresh = [...new Set(memberIds)].filter((id) => !present.has(id));
  if (fresh.length === 0) return;
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  const added = await commitChange(ctx, {
    locked: sql`select id from ${rooms} where id = ${roomId}::uuid for no key update`,
    before: [
      {
        name: "chosen",
        query: sql`select id from unnest(${sql.param(fresh)}::uuid[]) c (id) where ${addable(ctx.actor, userId, sql`c.id`)}
          and not exists (select 1 from ${roomMembers} m where m.room_id = ${roomId}::uuid and m.user_id = c.id and m.left_at is null)`,
      },
    ],
    change: sql`update ${rooms} as r set member_count = r.member_count + ${fresh.length} where r.id = ${roomId}::uuid
      and r.member_count + ${fresh.length} <= ${MAX_GROUP_MEMBERS}
      and (select count(*) from chosen) = ${fresh.length} returning r.id`,
    after: [
      {
        name: "members",
        query: sql`insert into ${roomMembers} (room_id, user_id, joined_at)
          select changed.id, chosen.id, ${now} from changed, chosen
          on conflict (room_id, user_id) do update set left_at = null, joined_at = excluded.joined_at, archived_at = null`,
      },
    ],
    audit: { action: "group.members-added", targetType: "room", targetId: roomId, after: { members: fresh } },
    jobs: fresh.flatMap((id) => [
      { kind: "live.sync-room-member" as const, roomId, userId: id },
      { kind: "live.notify-group" as const, roomId, userId: id, byId: userId },
    ]),
  });
  if (added) return;
  if (count + fresh.length > MAX_GROUP_MEMBERS) {
    throw new DomainError("no_capacity", { message: `A circle takes ${MAX_GROUP_MEMBERS} people.` });
  }
  const message = "Choose people whom you know or are in a mentorship with.";
  throw new DomainError("invalid_input", { message, fields: { memberIds: message } });
}
