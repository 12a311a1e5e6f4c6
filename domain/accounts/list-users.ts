import { desc, eq, ilike, or, sql } from "drizzle-orm";
import { profiles, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { countUpTo, lastPage, pageSize } from "../paging.ts";
import { parseInput } from "../parse-input.ts";
import { authorize, type Role, roles } from "../permissions.ts";
import { type ListUsersInput, listUsersSchema } from "./schema.ts";

export interface UserView {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  roles: Role[];
  createdAt: Date;
  /** Whether the staff has checked who this mentor is; null for who is none. */
  verified: boolean | null;
}

/**
 * Accounts, newest first, 25 a page, of those whose name or address contains `query`.
 * @returns `total` counts up to 10,000, beyond which nobody pages
 */
export async function listUsers(
  ctx: ReadContext,
  input: ListUsersInput,
): Promise<{ users: UserView[]; total: number; page: number; pages: number }> {
  authorize(ctx, "read:user:any");
  const { query, page } = parseInput(listUsersSchema, input);
  const pattern = `%${(query ?? "").replace(/[\\%_]/g, "\\$&")}%`;
  const where = query ? or(ilike(users.name, pattern), ilike(users.email, pattern)) : undefined;
  const { id, name, email, emailVerified, createdAt } = users;
  const verified = sql<
    boolean | null
  >`case when ${profiles.isMentor} then ${profiles.verifiedAt} is not null end`;
  const [rows, [counted]] = await ctx.db.batch([
    ctx.db
      .select({ id, name, email, emailVerified, createdAt, roles: users.roles, verified })
      .from(users)
      .leftJoin(profiles, eq(profiles.userId, users.id))
      .where(where)
      .orderBy(desc(createdAt), desc(id))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    countUpTo(ctx.db, users, where),
  ]);
  const total = counted?.total ?? 0;
  const views = rows.map((row) => ({ ...row, roles: roles.filter((role) => row.roles.includes(role)) }));
  return { users: views, total, page, pages: lastPage(total) };
}
