import { and, desc, eq, or, sql } from "drizzle-orm";
import { connections, profiles, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";

export interface Connection {
  connectionId: string;
  userId: string;
  name: string;
  headline: string;
  since: string;
}

/** More than a page shows; hubs have thousands. */
const LIMIT = 500;

/** The people whom the signed-in person knows, the newest first. */
export async function loadConnections(ctx: ReadContext): Promise<Connection[]> {
  const userId = authorizeUser(ctx, "read:connection:own");
  const otherId = sql`case when ${connections.lowId} = ${userId}::uuid then ${connections.highId} else ${connections.lowId} end`;
  const rows = await ctx.db
    .select({
      connectionId: connections.id,
      userId: users.id,
      name: users.name,
      headline: profiles.headline,
      since: connections.since,
    })
    .from(connections)
    .innerJoin(users, eq(users.id, otherId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(
      and(
        eq(connections.state, "connected"),
        or(eq(connections.lowId, userId), eq(connections.highId, userId)),
      ),
    )
    .orderBy(desc(connections.since), users.id)
    .limit(LIMIT);
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
}
