import { and, eq, gt } from "drizzle-orm";
import { z } from "zod";
import { profiles, sessions, users } from "#db/tables/index.ts";
import type { Actor, ReadContext } from "../context.ts";
import { roles } from "../permissions.ts";

const rolesSchema = z.array(z.enum(roles));

/**
 * Whose session this is, in one query: roles come from the account's row of this very moment.
 * @returns anonymous for a token that is unknown or has expired
 */
export async function resolveSession(ctx: Pick<ReadContext, "db" | "now">, token: string): Promise<Actor> {
  const [row] = await ctx.db
    .select({
      sessionId: sessions.id,
      id: users.id,
      name: users.name,
      email: users.email,
      emailVerified: users.emailVerified,
      roles: users.roles,
      onboardedAt: profiles.onboardedAt,
      timeZone: profiles.timeZone,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(profiles, eq(profiles.userId, users.id))
    .where(and(eq(sessions.token, token), gt(sessions.expiresAt, ctx.now())))
    .limit(1);
  if (!row) return { kind: "anonymous" };
  const { onboardedAt, timeZone, ...user } = row;
  return {
    kind: "user",
    ...user,
    roles: rolesSchema.parse(user.roles),
    onboarded: onboardedAt !== null,
    timeZone: timeZone ?? "UTC",
  };
}
