import { and, eq, getTableColumns, sql } from "drizzle-orm";
import { accounts, users, verifications } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { resetIdentifier } from "./links.ts";
import type { AuthRows } from "./recorded-writes.ts";

const isCredential = eq(accounts.providerId, "credential");

export const noRows = (): AuthRows => ({ user: [], session: [], account: [], verification: [] });

/** Account and password hash of an address, in one round trip; the same queries whether or not there is one. */
export async function loadByEmail(ctx: Pick<ReadContext, "db">, email: string): Promise<AuthRows> {
  const isTheirs = eq(users.email, email);
  const [user, account] = await ctx.db.batch([
    ctx.db.select().from(users).where(isTheirs),
    ctx.db
      .select(getTableColumns(accounts))
      .from(accounts)
      .innerJoin(users, eq(users.id, accounts.userId))
      .where(and(isTheirs, isCredential)),
  ]);
  return { ...noRows(), user, account };
}

/** The token's row with its account and password hash, in one round trip. */
export async function loadByResetToken(ctx: Pick<ReadContext, "db">, token: string): Promise<AuthRows> {
  const isIt = eq(verifications.identifier, resetIdentifier(token));
  // better-auth keeps the account's id as the text of the token's value
  const owner = sql`${verifications.value}::uuid`;
  const [verification, user, account] = await ctx.db.batch([
    ctx.db.select().from(verifications).where(isIt),
    ctx.db
      .select(getTableColumns(users))
      .from(users)
      .innerJoin(verifications, eq(users.id, owner))
      .where(isIt),
    ctx.db
      .select(getTableColumns(accounts))
      .from(accounts)
      .innerJoin(verifications, eq(accounts.userId, owner))
      .where(and(isIt, isCredential)),
  ]);
  return { ...noRows(), verification, user, account };
}

/** For `commitChange`: one change of an account at a time, each of which sees all of the one before. */
export const lockAccount = (ctx: Pick<ReadContext, "db">, userId: string) =>
  ctx.db.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("no key update");
