import { eq, inArray } from "drizzle-orm";
import { expect, it } from "vitest";
import { users } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { makeUser } from "#testing/factories.ts";
import { nativeContext, onNativePostgres } from "#testing/native-postgres.ts";
import { changeRoles } from "./change-roles.ts";

onNativePostgres("roles under concurrency", (postgres) => {
  it("keeps the last admin", async () => {
    const admin = await makeUser(postgres.db, { roles: ["admin"] });
    const ctx = nativeContext(postgres.url, { actor: actorOf(admin) });
    await expect(changeRoles(ctx, { userId: admin.id, roles: ["mentee"] })).rejects.toMatchObject({
      code: "conflict",
    });
    const [row] = await postgres.db.select().from(users).where(eq(users.id, admin.id));
    expect(row?.roles).toEqual(["admin"]);
    await postgres.db
      .update(users)
      .set({ roles: ["mentee"] })
      .where(eq(users.id, admin.id));
  });

  it("keeps one of two admins who step down at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      const [one, two] = await Promise.all([1, 2].map(() => makeUser(postgres.db, { roles: ["admin"] })));
      const stepDown = (admin: typeof one) =>
        changeRoles(nativeContext(postgres.url, { actor: actorOf(admin!) }), {
          userId: admin!.id,
          roles: ["mentee"],
        });
      const answers = await Promise.allSettled([stepDown(one), stepDown(two)]);
      expect(answers.map((answer) => answer.status).toSorted()).toEqual(["fulfilled", "rejected"]);
      const left = await postgres.db
        .select({ roles: users.roles })
        .from(users)
        .where(inArray(users.id, [one!.id, two!.id]));
      expect(left.flatMap((row) => row.roles).toSorted()).toEqual(["admin", "mentee"]);
      // The next round begins without an admin, as this one did.
      await postgres.db
        .update(users)
        .set({ roles: ["mentee"] })
        .where(inArray(users.id, [one!.id, two!.id]));
    }
  });
});
