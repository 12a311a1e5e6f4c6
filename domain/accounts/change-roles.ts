import { and, eq, ne, sql } from "drizzle-orm";
import { profiles, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorize, roles as knownRoles, type Role } from "../permissions.ts";
import { type ChangeRolesInput, changeRolesSchema } from "./schema.ts";

const isAdmin = sql`'admin' = any(${users.roles})`;

/**
 * Gives an account these roles and no others, at once: every request reads them anew. There is always an admin.
 * Whoever is no mentor any more is not found as one either.
 * @throws DomainError `not_found`, `conflict` when the roles have changed meanwhile or nobody else is admin
 */
export async function changeRoles(ctx: ReadContext, input: ChangeRolesInput): Promise<{ roles: Role[] }> {
  authorize(ctx, "update:user-role:any", input.userId);
  const { userId, roles: wanted } = parseInput(changeRolesSchema, input);
  const roles = knownRoles.filter((role) => wanted.includes(role));
  const [[user], [otherAdmin]] = await ctx.db.batch([
    ctx.db.select({ roles: users.roles }).from(users).where(eq(users.id, userId)),
    ctx.db
      .select({ id: users.id })
      .from(users)
      .where(and(isAdmin, ne(users.id, userId)))
      .limit(1),
  ]);
  if (!user) throw new DomainError("not_found");
  const before = knownRoles.filter((role) => user.roles.includes(role));
  if (before.join() === roles.join()) return { roles };
  if (before.includes("admin") && !roles.includes("admin") && !otherAdmin) throw onlyAdmin();

  const isMentor = roles.includes("mentor");
  const mentorChanges = before.includes("mentor") !== isMentor;
  const changed = await commitChange(ctx, {
    // Locked in one order, so that two admins who step down at once can't both count on each other.
    before: [{ name: "admins", query: sql`select id from users where ${isAdmin} order by id for update` }],
    change: sql`update users set roles = ${toArray(roles)}, updated_at = now()
      where id = ${userId} and roles = ${toArray(user.roles)}
        and (${roles.includes("admin")} or exists (select 1 from admins where admins.id <> ${userId}))
      returning id, roles`,
    audit: {
      action: "user.roles-changed",
      targetType: "user",
      targetId: userId,
      before: { roles: before },
      after: { roles },
    },
    after: mentorChanges ? [{ name: "standing", query: setMentor(userId, isMentor) }] : [],
    jobs: mentorChanges ? [{ kind: "graph.project-person", userId }] : [],
  });
  if (!changed) throw new DomainError("conflict");
  return { roles };
}

const setMentor = (userId: string, isMentor: boolean) =>
  sql`update ${profiles} set is_mentor = ${isMentor}, version = version + 1
    where user_id = ${userId} and exists (select 1 from changed)`;

const toArray = (values: readonly string[]) =>
  sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::text[]`;

const onlyAdmin = () =>
  new DomainError("conflict", { message: "Nobody else is an administrator. Make somebody one first." });
