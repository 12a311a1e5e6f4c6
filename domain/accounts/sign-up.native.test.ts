import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { outbox, users } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { nativeContext, onNativePostgres } from "#testing/native-postgres.ts";
import { signUp } from "./sign-up.ts";

onNativePostgres("signing up under concurrency", (postgres) => {
  const unlimited = async () => ({ allowed: true, limit: 1, remaining: 1, resetMs: 0, retryAfterMs: 0 });

  it("makes one account of an address that signs up several times at once", async () => {
    const email = `${newId()}@people.example`;
    const contexts = [1, 2, 3, 4].map(() =>
      nativeContext(postgres.url, { actor: { kind: "anonymous" }, limit: unlimited }),
    );
    const answers = await Promise.allSettled(
      contexts.map((ctx) => signUp(ctx, { name: "Ada", email, password: "a sentence works well" })),
    );
    const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason.code] : []));
    expect(refused).toEqual(["email_taken", "email_taken", "email_taken"]);
    expect(await postgres.db.select().from(users).where(eq(users.email, email))).toHaveLength(1);
    const letters = await Promise.all(
      contexts.map(({ requestId }) =>
        postgres.db.select().from(outbox).where(eq(outbox.requestId, requestId)),
      ),
    );
    expect(letters.flat()).toHaveLength(1);
  });
});
