import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { clusters, roomMembers, rooms } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { MAX_COMMUNITY_MEMBERS } from "./schema.ts";

const inputSchema = z.object({ slug: z.string().min(1).max(100) });
/** Two come first at the same moment, and the room is the other's; or one person comes twice. */
const MAX_TRIES = 3;
/** Each coming is a line in the room and a word to everybody who sits there. */
const JOINS = { limit: 20, periodMs: 3_600_000 };

/**
 * Makes the signed-in person a member of a cluster's community, which comes into being with the first. Whoever left may
 * come back; joining twice is joining once. Two round trips, more where others are faster.
 * @returns the room
 * @throws DomainError `not_signed_in`, `invalid_input`, `not_found` (no such cluster), `no_capacity`, `rate_limited`,
 *   `conflict`
 */
export async function joinCommunity(ctx: ReadContext, raw: { slug: string }): Promise<{ roomId: string }> {
  const userId = authorizeUser(ctx, "join:community:own", raw.slug.slice(0, 100));
  const { slug } = parseInput(inputSchema, raw);
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    const known = await loadOwn(ctx, { slug, userId });
    if (!known) throw new DomainError("not_found", { log: "no such cluster" });
    const { roomId } = known;
    if (known.isMember) return { roomId };
    if (known.isFull) throw full();
    if (tried === 0) await limitJoining(ctx, userId);
    if (await commitJoining(ctx, { slug, userId, roomId })) return { roomId };
  }
  throw new DomainError("conflict", { log: "overtaken while joining" });
}

async function limitJoining(ctx: ReadContext, userId: string): Promise<void> {
  const { allowed, retryAfterMs } = await ctx.limit(`join:${userId}`, JOINS);
  if (!allowed) throw new DomainError("rate_limited", { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) });
}

const full = () =>
  new DomainError("no_capacity", {
    message: `This community is full: it takes ${MAX_COMMUNITY_MEMBERS.toLocaleString("en")} people.`,
  });

/** The room that is there, or that would be made; null without such a cluster. */
async function loadOwn(ctx: ReadContext, { slug, userId }: { slug: string; userId: string }) {
  const [row] = await ctx.db
    .select({ roomId: rooms.id, member: roomMembers.userId, count: rooms.memberCount })
    .from(clusters)
    .leftJoin(rooms, eq(rooms.clusterSlug, clusters.slug))
    .leftJoin(
      roomMembers,
      and(eq(roomMembers.roomId, rooms.id), eq(roomMembers.userId, userId), isNull(roomMembers.leftAt)),
    )
    .where(eq(clusters.slug, slug));
  return row
    ? {
        roomId: row.roomId ?? newId(),
        isMember: row.member !== null,
        isFull: (row.count ?? 0) >= MAX_COMMUNITY_MEMBERS,
      }
    : null;
}

/**
 * One after the other for each cluster, by a lock on its row: so the room is made once, a person is counted once, and
 * the last place goes to one. Nothing is written where somebody else has made the room meanwhile, under another id.
 */
async function commitJoining(
  ctx: ReadContext,
  { slug, userId, roomId }: { slug: string; userId: string; roomId: string },
): Promise<boolean> {
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  return commitChange(ctx, {
    locked: sql`select slug from ${clusters} where slug = ${slug} for no key update`,
    before: [
      {
        name: "room",
        query: sql`insert into ${rooms} as r (id, kind, cluster_slug, member_count, created_at)
          select ${roomId}::uuid, 'community', slug, 1, ${now} from ${clusters} where slug = ${slug}
          on conflict (cluster_slug) do update set member_count = r.member_count + 1
          where r.id = ${roomId}::uuid and r.member_count < ${MAX_COMMUNITY_MEMBERS} and not exists (
            select 1 from ${roomMembers} m where m.room_id = r.id and m.user_id = ${userId}::uuid and m.left_at is null)
          returning r.id`,
      },
    ],
    change: sql`insert into ${roomMembers} as m (room_id, user_id, joined_at)
      select id, ${userId}::uuid, ${now} from room
      on conflict (room_id, user_id) do update set left_at = null, joined_at = excluded.joined_at,
        archived_at = null
      returning m.room_id, m.user_id`,
    audit: { action: "community.joined", targetType: "room", targetId: roomId, after: { cluster: slug } },
    jobs: [{ kind: "live.sync-room-member", roomId, userId }],
  });
}
