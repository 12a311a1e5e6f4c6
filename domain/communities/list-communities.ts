import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { clusters, roomMembers, rooms } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";
import type { Community } from "./schema.ts";

/**
 * All communities, one for each cluster of the taxonomy, by name. One round trip.
 * @throws DomainError `not_signed_in`
 */
export async function listCommunities(ctx: ReadContext): Promise<Community[]> {
  const userId = authorizeUser(ctx, "read:community:any");
  return ctx.db
    .select({
      slug: clusters.slug,
      name: clusters.name,
      about: clusters.about,
      members: sql<number>`coalesce(${rooms.memberCount}, 0)`,
      roomId: roomMembers.roomId,
    })
    .from(clusters)
    .leftJoin(rooms, eq(rooms.clusterSlug, clusters.slug))
    .leftJoin(
      roomMembers,
      and(eq(roomMembers.roomId, rooms.id), eq(roomMembers.userId, userId), isNull(roomMembers.leftAt)),
    )
    .orderBy(asc(clusters.name));
}
