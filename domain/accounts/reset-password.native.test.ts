import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { connectPostgres } from "#db/connect-postgres.ts";
import { auditEvents, sessions, verifications } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { makeUser } from "#testing/factories.ts";
import { nativeContext, onNativePostgres } from "#testing/native-postgres.ts";
import { lockAccount } from "./load-auth-rows.ts";
import { resetPassword } from "./reset-password.ts";

onNativePostgres("a new password under concurrency", (postgres) => {
  const stranger = () => nativeContext(postgres.url, { actor: { kind: "anonymous" } });
  const soon = () => new Date(Date.now() + 600_000);

  async function owedReset() {
    const user = await makeUser(postgres.db);
    const token = newId();
    const identifier = `reset-password:${token}`;
    await postgres.db
      .insert(verifications)
      .values({ id: newId(), identifier, value: user.id, expiresAt: soon() });
    return { userId: user.id, token };
  }

  it("lets one of several uses of a link at once set the password", async () => {
    const { userId, token } = await owedReset();
    const answers = await Promise.allSettled(
      [1, 2, 3, 4].map((n) => resetPassword(stranger(), { token, password: `a sentence that works ${n}` })),
    );
    const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason.code] : []));
    expect(refused).toEqual(["token_expired", "token_expired", "token_expired"]);
    const events = await postgres.db.select().from(auditEvents).where(eq(auditEvents.targetId, userId));
    expect(events.map(({ action }) => action)).toEqual(["account.password-reset"]);
  });

  it("ends the session that another transaction is just opening", async () => {
    const { userId, token } = await owedReset();
    let reset = Promise.resolve();
    let ended = false;
    await connectPostgres({ url: postgres.url }).transaction(async (tx) => {
      await tx.execute(lockAccount(postgres, userId).getSQL());
      await tx.insert(sessions).values({ id: newId(), userId, token: newId(), expiresAt: soon() });
      reset = resetPassword(stranger(), { token, password: "another sentence works" }).finally(() => {
        ended = true;
      });
      // A reset that doesn't wait has ended before this session is there.
      while (!ended && !(await somebodyWaits()));
    });
    await reset;
    expect(await postgres.db.select().from(sessions).where(eq(sessions.userId, userId))).toEqual([]);
  });

  async function somebodyWaits(): Promise<boolean> {
    const { rows } = await postgres.db.execute(
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  }
});
